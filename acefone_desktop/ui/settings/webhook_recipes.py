"""What is to be pasted elsewhere so that webhooks arrive: the template for Acefone, rules for proxies and tunnels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from acefone_desktop.domain.settings import ListenerSettings

SECRET_HEADER: Final = "X-Acefone-Secret"  # noqa: S105 (a header's name)
EXAMPLE_HOST: Final = "hooks.example.com"

_VARIABLES: Final = (
    *("uuid", "call_id", "ref_id", "custom_identifier", "call_status", "direction"),
    *("call_to_number", "caller_id_number", "customer_no_with_prefix", "did_number"),
    *("start_stamp", "answer_stamp", "end_stamp", "billsec", "duration", "outbound_sec"),
    *("agent_id", "agent_name", "agent_number", "answered_agent", "answered_agent_name", "answered_agent_number"),
    *("missed_agent", "agent_ring_time", "customer_ring_time", "call_connected", "reason_key", "hangup_cause"),
)
_VARIABLE_OF_KEY: Final = {"customer_no_with_prefix": "customer_number_with_prefix"}


def body_template() -> str:
    """The JSON body with the provider's variables (contract §8), for API Connect → Webhook."""
    return json.dumps({key: f"${_VARIABLE_OF_KEY.get(key, key)}" for key in _VARIABLES}, indent=2)


def local_address(listener: ListenerSettings) -> str:
    """Where proxies and tunnels pass requests on to."""
    host = f"[{listener.host}]" if ":" in listener.host else listener.host
    return f"{'https' if listener.certificate else 'http'}://{host}:{listener.port}"


def public_parts(public_address: str) -> tuple[str, str]:
    """Host and path of the public address; those of an example where there is none."""
    parts = urlsplit(public_address or f"https://{EXAMPLE_HOST}/hook")
    return parts.hostname or EXAMPLE_HOST, parts.path


def caddy_rules(public_address: str, listener: ListenerSettings) -> str:
    """For a Caddyfile: it gets its certificate by itself."""
    host, path = public_parts(public_address)
    strip = path.removesuffix("/hook")
    lines = [f"{host} {{", f"    handle {path}* {{"]
    lines += [f"        uri strip_prefix {strip}"] if strip else []
    lines += [f"        reverse_proxy {local_address(listener)}", "    }", "    respond 404", "}"]
    return "\n".join(lines)


def nginx_rules(public_address: str, listener: ListenerSettings) -> str:
    """For the server block that holds the certificate."""
    host, path = public_parts(public_address)
    return "\n".join(
        [
            "server {",
            "    listen 443 ssl;",
            f"    server_name {host};",
            "    # ssl_certificate and ssl_certificate_key as for your other hosts",
            f"    location {path} {{",
            f"        proxy_pass {local_address(listener)}/hook;",
            "        access_log off;  # the path may hold the secret",
            "        client_max_body_size 64k;",
            "    }",
            "}",
        ]
    )


def ssh_tunnel(public_address: str, listener: ListenerSettings) -> str:
    """From this computer to a server of yours, whose proxy passes requests on to the tunnel's end there."""
    host, _ = public_parts(public_address)
    port = listener.port
    options = "-N -o ExitOnForwardFailure=yes -o ServerAliveInterval=30"
    return f"ssh {options} -R 127.0.0.1:{port}:{listener.host}:{port} {host}"


def tunnel_program(listener: ListenerSettings) -> str:
    """An example of the programs that give out a public address by themselves."""
    return f"cloudflared tunnel --url {local_address(listener)}"
