"""The public address of the webhook listener, and webhook settings on disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acefone_desktop.domain.public_address import LONGEST_ADDRESS, PublicAddressError, read_public_address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("hooks.example.com", "https://hooks.example.com/hook"),
        (" https://Hooks.Example.com/ ", "https://hooks.example.com/hook"),
        ("https://hooks.example.com/hook/", "https://hooks.example.com/hook"),
        ("https://hooks.example.com/hook/the-secret-itself", "https://hooks.example.com/hook"),
        ("https://example.com:8443/acefone", "https://example.com:8443/acefone/hook"),
        ("https://example.com/acefone/hook/s3cret", "https://example.com/acefone/hook"),
        ("https://bücher.example", "https://xn--bcher-kva.example/hook"),
        ("https://[2001:db8::1]:8443/hook", "https://[2001:db8::1]:8443/hook"),
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765/hook"),
        ("http://[::1]:8765/hook", "http://[::1]:8765/hook"),
    ],
)
def test_an_address_is_brought_into_one_form_without_the_secret(written: str, address: str) -> None:
    assert read_public_address(written) == address
    assert read_public_address(address) == address


@pytest.mark.parametrize(
    "written",
    ["", "https://", "http://hooks.example.com", "ftp://hooks.example.com", "https://a b.example", "https://x/hook?s=1",
     "https://x/#y", "https://me:secret@x.example/hook", "https://x.example:0/", "https://x.example:99999",
     "https://x/" + "a" * LONGEST_ADDRESS, "javascript:alert(1)", "https://x\n.example", "https://-x-.example/<script>",
     "https://[nonsense]/", "file:///etc/hosts", "https://x.example/a b"],
)  # fmt: skip
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(PublicAddressError):
        read_public_address(written)


@given(st.text(max_size=60) | st.from_regex(r"https://[a-z./:@?#0-9\[\]]{1,30}", fullmatch=True))
def test_any_text_is_an_address_or_refused(written: str) -> None:
    try:
        address = read_public_address(written)
    except PublicAddressError:
        return
    assert address.endswith("/hook")
    assert read_public_address(address) == address
