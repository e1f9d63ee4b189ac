"""The targets keep their promises on everything they start from, with and without the fuzzer installed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, BrokenPromiseError, Target, frames

_BY_NAME = {target.name: target for target in TARGETS}
_SEEDS = [(target, seed) for target in TARGETS for seed in target.seeds()]


@pytest.mark.parametrize("name", _BY_NAME)
def test_every_seed_keeps_the_promises(name: str) -> None:
    seeds = list(_BY_NAME[name].seeds())
    assert seeds
    for seed in seeds:
        _BY_NAME[name].run(seed)


@given(st.sampled_from(_SEEDS), st.integers(0, 200), st.binary(max_size=8), st.integers(0, 3))
def test_a_seed_with_a_hole_or_a_graft_keeps_them_too(
    chosen: tuple[Target, bytes], place: int, graft: bytes, cut: int
) -> None:
    target, seed = chosen
    target.run(seed[:place] + graft + seed[place + cut :])


def test_a_broken_promise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    seed = next(_BY_NAME["frames"].seeds())
    monkeypatch.setattr("tests.fuzz.targets.encode_message", lambda _: b"another")
    with pytest.raises(BrokenPromiseError):
        frames(seed)
