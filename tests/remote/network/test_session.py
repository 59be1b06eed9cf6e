"""The HTTP client takes nothing from the environment or from servers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import requests

from variantdocs.remote.network.connection import PinnedConnection
from variantdocs.remote.network.deadline import SYSTEM_CLOCK, RequestDeadline
from variantdocs.remote.network.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def session(server: Any) -> Iterator[Callable[..., Session]]:
    made = []

    def make(**changes: Any) -> Session:
        deadline = RequestDeadline(SYSTEM_CLOCK)
        deadline.timeout, deadline.until = 5, SYSTEM_CLOCK.monotonic() + 5
        values = {"addresses": server.addresses, "deadline": deadline, "connections": 2, "headers": {}}
        made.append(Session(**(values | changes)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def test_only_https_can_be_asked(session: Callable[..., Session], no_sockets: None) -> None:
    for url in ("http://code.example/x", "ftp://code.example/x", "file:///etc/passwd"):
        with pytest.raises(requests.exceptions.InvalidSchema):
            session().get(url)


def test_only_the_given_headers_are_sent(server: Any, session: Callable[..., Session]) -> None:
    url = server.add("x.py", b"x", host="code.example")
    assert session(headers={"User-Agent": "variantdocs"}).get(url).content == b"x"
    (request,) = server.requests
    assert request.headers.keys() == {"host", "user-agent", "accept-encoding"}
    assert request.headers["user-agent"] == "variantdocs"


def test_the_environment_names_no_proxy_password_or_authority(
    server: Any, session: Callable[..., Session], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "netrc").write_text("machine code.example login me password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nosuch")
    url = server.add("x.py", b"x", host="code.example")
    assert session().get(url).content == b"x"
    assert "authorization" not in server.requests[0].headers


def test_a_redirect_is_told_but_neither_followed_nor_read(
    server: Any, session: Callable[..., Session], loopback: Any
) -> None:
    server.answers["/x"] = loopback.Reply(302, {"location": "/caf\xc3\xa9", "set-cookie": "a=1"}, b"body")
    client = session()
    found = client.get("https://code.example/x", stream=True)
    assert (found.status_code, client.location(found)) == (302, "/café")
    assert found.raw.tell() == 0
    assert [request.target for request in server.requests] == ["/x"]
    assert list(client.cookies) == []


def test_a_response_that_is_no_redirect_leads_nowhere(server: Any, session: Callable[..., Session]) -> None:
    client = session()
    assert client.location(client.get(server.add("x", b"x"))) is None


def test_connections_go_to_checked_addresses_and_are_kept_for_each_host(
    session: Callable[..., Session],
) -> None:
    adapter = session().get_adapter("https://code.example/")

    def pool(url: str) -> Any:
        return adapter.get_connection_with_tls_context(requests.Request("GET", url).prepare(), verify=False)

    one = pool("https://code.example/a")
    assert one is pool("https://code.example/b")
    assert one is not pool("https://other.example/a")
    assert one.ConnectionCls.func is PinnedConnection


def test_hosts_with_the_same_authorities_share_a_tls_context(
    certificate: Any, session: Callable[..., Session]
) -> None:
    adapter = session(authorities={"code.example": str(certificate.chain)}).get_adapter("https://x/")

    def context(host: str) -> Any:
        request = requests.Request("GET", f"https://{host}/").prepare()
        return adapter.get_connection_with_tls_context(request, verify=None).conn_kw["ssl_context"]

    assert context("a.example") is context("b.example")
    assert context("a.example") is not context("code.example")
