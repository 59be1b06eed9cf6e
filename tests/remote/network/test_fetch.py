"""Servers that misbehave, one way per test."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATH = "/o/r/main/x.py"
URL = f"https://raw.githubusercontent.com{PATH}"
BODY = b"print('hello')\n"
OTHER = "https://other.example/x.py"
BOTH = ("https://raw.githubusercontent.com/", "https://other.example/")


def plain(body: bytes, *headers: str) -> bytes:
    """Give an answer whose end is the end of the connection, unless a header says otherwise."""
    return "\r\n".join(["HTTP/1.1 200 OK", *headers, "", ""]).encode("latin-1") + body


@pytest.mark.parametrize(
    "url", ["https://raw.githubusercontent.com.evil.example/x", "https://xraw.githubusercontent.com/x"]
)
def test_a_host_that_no_prefix_covers_is_not_asked(
    url: str, server: Any, refusal: Callable[..., Any]
) -> None:
    message = f"{url}: not below a prefix in rli_allowed; add one there if you trust it"
    assert refusal(url) == ("rli.blocked", message)
    assert (server.connections, server.addresses.lookups) == (0, [])


@pytest.mark.parametrize("argument", ["http://raw.githubusercontent.com/x", "file:///etc/passwd", "x.py", ""])
def test_what_is_no_url_opens_no_socket(argument: str, server: Any, refusal: Callable[..., Any]) -> None:
    assert refusal(argument)[0] == "rli.blocked"
    assert (server.connections, server.addresses.lookups) == (0, [])


def test_exactly_the_file_that_was_named_is_asked_for(server: Any, loader: Callable[..., Any]) -> None:
    target = "/o/r/main/%7B%7Bcookiecutter.project_name%7D%7D/my%20caf%C3%A9.py"
    server.files[target] = BODY
    written = "https://raw.githubusercontent.com/o/r/main/{{cookiecutter.project_name}}/my café.py"
    assert loader().load(written).path.read_bytes() == BODY
    assert [request.target for request in server.requests] == [target]


def test_a_request_says_who_asks_and_wants_plain_bytes(server: Any, loader: Callable[..., Any]) -> None:
    server.files[PATH] = BODY
    loader().load(URL)
    headers = dict(server.requests[0].headers)
    assert headers.pop("user-agent").startswith("variantdocs-rli/")
    assert headers == {
        "host": "raw.githubusercontent.com",
        "accept": "*/*",
        "accept-encoding": "identity",
        "accept-language": "en",
    }


class Rebinding:
    """Lead a name to the server first, and elsewhere ever after."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.lookups = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def resolve(self, host: str, port: int) -> Any:
        self.lookups += 1
        if self.lookups == 1:
            return self.inner.resolve(host, port)
        return [type(self.inner.resolve(host, port)[0])(socket.AF_INET, ("127.0.0.2", port))]


def test_a_name_is_looked_up_once_per_connection_and_the_answer_is_used(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    server.files[PATH] = BODY
    rebinding = Rebinding(server.addresses)
    one = loader(addresses=rebinding)
    assert one.load(URL).path.read_bytes() == BODY
    assert rebinding.lookups == 1
    second = URL + "2"
    message = (
        f"{second}: raw.githubusercontent.com leads to 127.0.0.2, 127.0.0.2 is not this test's server;"
        " nothing is fetched from there"
    )
    assert refusal(second, by=one) == ("rli.blocked", message)
    assert server.connections == 1


class Resolver:
    """Answer lookups as a broken resolver does."""

    def __init__(self, inner: Any, failure: OSError | None) -> None:
        self.inner = inner
        self.failure = failure
        self.lookups = 0
        self.done = threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def resolve(self, host: str, port: int) -> Any:
        self.lookups += 1
        if self.failure is None:
            self.done.wait(10)
            return []
        raise self.failure


@pytest.mark.parametrize(("code", "lookups"), [(socket.EAI_NONAME, 1), (socket.EAI_AGAIN, 4)])
def test_a_name_without_an_address_is_said_to_be_one(
    code: int, lookups: int, server: Any, refusal: Callable[..., Any]
) -> None:
    resolver = Resolver(server.addresses, socket.gaierror(code, "whatever"))
    expected = ("rli.fetch", f"{URL}: the name raw.githubusercontent.com cannot be looked up")
    assert refusal(URL, addresses=resolver) == expected
    assert resolver.lookups == lookups


def test_a_resolver_that_hangs_does_not_hang_the_build(server: Any, refusal: Callable[..., Any]) -> None:
    resolver = Resolver(server.addresses, None)
    began = time.monotonic()
    expected = ("rli.fetch", f"{URL}: the name raw.githubusercontent.com cannot be looked up")
    assert refusal(URL, addresses=resolver, timeout=0.1) == expected
    assert time.monotonic() - began < 3
    resolver.done.set()


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("https://169.254.169.254/latest", "its host is not a full name, such as raw.githubusercontent.com"),
        ("http://raw.githubusercontent.com/x", "only https:// is fetched"),
        ("file:///etc/passwd", "only https:// is fetched"),
        ("https://raw.githubusercontent.com:8443/x", "it names a port; only port 443 is used"),
        ("//metadata/x", "its host is not a full name, such as raw.githubusercontent.com"),
        ("https://user:pw@raw.githubusercontent.com/x", "it holds a user name or a password; "),
        ("https://evil.example\\@raw.githubusercontent.com/", "it holds the character U+005C; write it "),
    ],
)
def test_a_redirect_to_what_no_author_may_write_is_refused(
    location: str, reason: str, server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(302, {"location": location})
    kind, message = refusal(URL)
    assert kind == "rli.blocked"
    assert message.startswith(f"{URL}: it was redirected to an address that may not be fetched: ")
    assert f": {reason}" in message
    assert ":pw@" not in message
    assert len(server.requests) == 1


def test_a_redirect_to_a_host_that_is_not_allowed_is_refused(
    server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(302, {"location": OTHER})
    message = (
        f"{OTHER} (redirected from {URL}): not below a prefix in rli_allowed; add one there if you trust it"
    )
    assert refusal(URL) == ("rli.blocked", message)
    assert server.connections == 1


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ((302, {"location": PATH}), "it was redirected more than 3 times"),
        ((302, {}), "the server answered 302 without saying where to"),
        ((302, {"location": ""}), "the server answered 302 without saying where to"),
        ((300, {"location": "/y"}), "the server answered 300 (Multiple Choices)"),
        ((305, {"location": "/y"}), "the server answered 305 (Use Proxy)"),
        ((302, {"location": "/a\r\nlocation: /b"}), "the server answered 302 with 2 addresses to go to"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_an_error(
    reply: Any, reason: str, server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(*reply)
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")
    assert len(server.requests) <= 4


def test_the_body_of_a_redirect_is_not_read(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    flood = Flood(b"HTTP/1.1 302 Found\r\nlocation: /y\r\ncontent-length: 99999999\r\n\r\n")
    server.answers[PATH] = flood
    server.files["/y"] = BODY
    assert loader().load(URL).path.read_bytes() == BODY
    # The rest is what fits into the buffers of two sockets.
    assert flood.sent < 16 << 20


def test_cookies_are_neither_kept_nor_sent(server: Any, loopback: Any, loader: Callable[..., Any]) -> None:
    server.answers[PATH] = loopback.Reply(302, {"location": "/y", "set-cookie": "a=b; Path=/"})
    server.answers["/y"] = loopback.Reply(200, {"set-cookie": "a=b; Path=/"}, BODY)
    fetcher = loader().fetcher
    fetcher.fetch(URL)
    fetcher.fetch(URL)
    fetcher.close_idle()
    assert [request.headers.get("cookie") for request in server.requests] == [None] * 4


def test_a_location_folded_over_two_lines_is_one_address(
    server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(302, {"location": "/a\r\n HTTP/1.1"})
    refusal(URL)
    assert [request.target for request in server.requests] == [PATH, "/a%20HTTP/1.1"]


def test_three_redirects_are_followed_and_a_fourth_is_not(
    server: Any, loopback: Any, loader: Callable[..., Any], refusal: Callable[..., Any]
) -> None:
    for hop in range(4):
        server.answers[f"/o/r/main/{hop}"] = loopback.Reply(302, {"location": f"{hop + 1}"})
    server.files["/o/r/main/4"] = BODY
    base = "https://raw.githubusercontent.com/o/r/main/"
    assert loader().load(base + "1").path.read_bytes() == BODY
    assert refusal(base + "0") == ("rli.fetch", f"{base}0: it was redirected more than 3 times")


def test_a_file_that_has_moved_for_good_is_shown_and_the_author_is_told(
    server: Any, loopback: Any, loader: Callable[..., Any]
) -> None:
    server.answers[URL] = loopback.Reply(301, {"location": OTHER})
    server.files[OTHER] = BODY
    file = loader(allowed=BOTH).load(URL)
    assert file.path.read_bytes() == BODY
    assert [notice.message for notice in file.notices if notice.kind == "rli.fetch"] == [
        f"{URL}: the file has moved for good; write {OTHER}"
    ]


def test_a_token_is_sent_below_its_prefix_only(
    server: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACME_TOKEN", "s3cret-value")
    server.files |= {"/acme/app/main/x.py": BODY, "/acme2/app/main/x.py": BODY, "/x.py": BODY}
    one = loader(allowed=BOTH, tokens={"https://raw.githubusercontent.com/acme": "ACME_TOKEN"})
    base = "https://raw.githubusercontent.com"
    one.prefetch([f"{base}/acme/app/main/x.py", f"{base}/acme2/app/main/x.py", OTHER])
    sent = {request.url: request.headers.get("authorization") for request in server.requests}
    assert sent == {
        f"{base}/acme/app/main/x.py": "Bearer s3cret-value",
        f"{base}/acme2/app/main/x.py": None,
        OTHER: None,
    }


@pytest.mark.parametrize(
    "target",
    [OTHER, "https://raw.githubusercontent.com/o/r2/x.py", "https://raw.githubusercontent.com/o/r/main/y.py"],
)
def test_a_token_is_never_sent_after_a_redirect(
    target: str, server: Any, loopback: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    server.answers[URL] = loopback.Reply(302, {"location": target})
    server.files[target] = BODY
    loader(allowed=BOTH, tokens={"https://raw.githubusercontent.com/o/r/": "TOKEN"}).load(URL)
    assert [request.headers.get("authorization") for request in server.requests] == [
        "Bearer s3cret-value",
        None,
    ]


def test_the_environment_is_not_asked_for_passwords_or_proxies(
    server: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine raw.githubusercontent.com login bob password hunter2\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.files[PATH] = BODY
    assert loader().load(URL).path.read_bytes() == BODY
    assert "authorization" not in server.requests[0].headers


def test_a_token_is_not_in_any_message(
    server: Any, loopback: Any, refusal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    server.answers[PATH] = loopback.Reply(
        302, {"location": "https://other.example/s3cret-value?token=abcdef"}
    )
    kind, message = refusal(URL, tokens={"https://raw.githubusercontent.com/": "TOKEN"})
    expected = (
        f"https://other.example/[hidden]?token=[hidden] (redirected from {URL}):"
        " not below a prefix in rli_allowed; add one there if you trust it"
    )
    assert (kind, message) == ("rli.blocked", expected)


def test_a_token_that_cannot_be_one_is_named_but_not_shown(
    server: Any, refusal: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret\r\nX-Evil: 1")
    expected = f"{URL}: the environment variable TOKEN holds something that is not a token"
    assert refusal(URL, tokens={"https://raw.githubusercontent.com/": "TOKEN"}) == ("rli.fetch", expected)
    assert server.requests == []


def test_a_signed_address_is_kept_without_its_signature(
    server: Any, loopback: Any, loader: Callable[..., Any], tmp_path: Path
) -> None:
    server.answers[URL] = loopback.Reply(302, {"location": OTHER + "?sig=abcdef0123"})
    server.files[OTHER + "?sig=abcdef0123"] = BODY
    loader(allowed=BOTH).load(URL)
    written = b"".join(path.read_bytes() for path in (tmp_path / "cache").rglob("*.json"))
    assert b"?sig=[hidden]" in written
    assert b"abcdef0123" not in written


def test_without_its_token_a_private_file_is_simply_not_there(
    server: Any, refusal: Callable[..., Any]
) -> None:
    expected = (
        f"{URL}: the server answered 404 (Not Found): is it private, renamed or deleted?"
        " NO_SUCH_VARIABLE, which rli_tokens names, is not set"
    )
    assert refusal(URL, tokens={"https://raw.githubusercontent.com/": "NO_SUCH_VARIABLE"}) == (
        "rli.fetch",
        expected,
    )
    assert "authorization" not in server.requests[0].headers


def test_where_a_token_was_used_what_a_redirect_leads_to_is_private(
    server: Any, loopback: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    server.answers[URL] = loopback.Reply(302, {"location": OTHER + "?sig=abcdef0123"})
    server.files[OTHER + "?sig=abcdef0123"] = BODY
    file = loader(allowed=BOTH, tokens={"https://raw.githubusercontent.com/": "TOKEN"}).load(URL)
    assert file.path.is_relative_to(tmp_path / "cache/v1/blobs-private")


@pytest.mark.parametrize("path", ["a/../x.py", "a/%2e%2e/x.py", "a b.py", "\u00e9.py", "%7a.py", "x.py#y"])
def test_only_the_canonical_form_of_a_url_is_fetched(
    path: str, server: Any, loader: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "s3cret-value")
    fetcher = loader(tokens={"https://raw.githubusercontent.com/": "TOKEN"}).fetcher
    with pytest.raises(RemoteError) as caught:
        fetcher.fetch(f"https://raw.githubusercontent.com/o/r/{path}")
    assert caught.value.kind == "rli.blocked"
    assert server.connections == 0


TOO_LARGE = "it is larger than 1048576 bytes; raise rli_max_bytes if you trust it"


class Flood:
    """Send without end, and count what the client took."""

    def __init__(self, head: bytes, *, chunked: bool = False) -> None:
        self.head = head
        self.piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n" if chunked else b"x" * 0x10000
        self.sent = 0

    def __call__(self, _request: Any, wire: Any) -> None:
        wire.send(self.head)
        while self.sent < 64 << 20:
            wire.send(self.piece)
            self.sent += len(self.piece)


@pytest.mark.parametrize(
    ("header", "chunked"),
    [
        ("connection: close", False),
        ("transfer-encoding: chunked", True),
        ("content-length: 9999999999", False),
    ],
)
def test_a_body_above_the_cap_is_not_read_to_its_end(
    header: str, server: Any, refusal: Callable[..., Any], *, chunked: bool
) -> None:
    flood = Flood(plain(b"", header), chunked=chunked)
    server.answers[PATH] = flood
    expected = f"{URL}: it is larger than 100000 bytes; raise rli_max_bytes if you trust it"
    assert refusal(URL, max_bytes=100_000) == ("rli.fetch", expected)
    # The rest is what fits into the buffers of two sockets.
    assert flood.sent < 16 << 20


def test_what_follows_a_body_that_was_longer_than_it_said_is_not_taken_for_the_next_answer(
    server: Any, loader: Callable[..., Any]
) -> None:
    def longer(_request: Any, wire: Any) -> None:
        wire.send(plain(b"short" + b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil", "content-length: 5"))
        wire.silence(0.2)

    server.answers[PATH] = longer
    server.files["/o/r/main/y.py"] = BODY
    one = loader()
    fetcher = one.fetcher
    first = fetcher.fetch(URL)
    second = fetcher.fetch("https://raw.githubusercontent.com/o/r/main/y.py")
    fetcher.close_idle()
    assert (first.body, second.body) == (b"short", BODY)


def test_gzip_that_was_not_asked_for_is_unpacked(
    server: Any, loopback: Any, loader: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(200, {"content-encoding": "gzip"}, gzip.compress(BODY))
    assert loader().load(URL).path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip", gzip.compress(b"\0" * 50_000_000, 9), TOO_LARGE),
        ("br", b"whatever", "the server sent it in an encoding that was not asked for"),
        ("zstd", b"whatever", "the server sent it in an encoding that was not asked for"),
        ("deflate", zlib.compress(BODY), "the server sent it in an encoding that was not asked for"),
        ("gzip, gzip, gzip", b"whatever", "the server sent it in an encoding that was not asked for"),
        ("gzip", b"not gzip at all", "the server sent it compressed, and broken"),
        ("gzip", gzip.compress(BODY)[:-4], "the server sent it compressed, and broken"),
        ("gzip", gzip.compress(BODY) + b"more", "the server sent it compressed, and broken"),
    ],
    ids=["bomb", "br", "zstd", "deflate", "chain", "not gzip", "cut", "longer"],  # gzip holds the time
)  # fmt: skip
def test_any_other_encoding_is_an_error(
    encoding: str, body: bytes, reason: str, server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(200, {"content-encoding": encoding}, body)
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")


def test_bytes_that_unpack_to_nothing_count_as_well(server: Any, refusal: Callable[..., Any]) -> None:
    nothing = gzip.compress(b"", 0)[:10] + b"\0\0\0\xff\xff" * 210_000
    server.answers[PATH] = plain(nothing, "content-encoding: gzip", "connection: close")
    assert refusal(URL) == ("rli.fetch", f"{URL}: {TOO_LARGE}")


def cut_off(_request: Any, wire: Any) -> None:
    wire.send(plain(b"abc", "content-length: 100"))


def cut_chunk(_request: Any, wire: Any) -> None:
    wire.send(plain(b"64\r\nabc", "transfer-encoding: chunked"))


def reset(_request: Any, wire: Any) -> None:
    wire.send(plain(b"abc", "content-length: 100"))
    wire.reset()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (cut_off, "the connection ended before the file did"),
        (cut_chunk, "the connection ended before the file did"),
        (reset, "the connection ended before the file did"),
    ],
)
def test_a_body_that_was_cut_is_tried_again_and_never_kept(
    answer: Any, reason: str, server: Any, refusal: Callable[..., Any], clock: Any, tmp_path: Path
) -> None:
    server.answers[PATH] = answer
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")
    assert (len(server.requests), len(clock.waits)) == (4, 3)
    assert list((tmp_path / "cache/v1").glob("blobs*/*/*")) == []


def test_a_body_that_was_cut_once_is_whole_the_second_time(server: Any, loader: Callable[..., Any]) -> None:
    server.answers[PATH] = [cut_off, plain(BODY, f"content-length: {len(BODY)}")]
    assert loader().load(URL).path.read_bytes() == BODY


def test_a_body_of_unknown_length_is_shown_with_a_warning(server: Any, loader: Callable[..., Any]) -> None:
    server.answers[PATH] = plain(BODY, "connection: close")
    file = loader().load(URL)
    assert file.path.read_bytes() == BODY
    assert file.notices[-1].message == (
        f"{URL}: the server does not say how long the file is, so that its end may be missing;"
        " run: variantdocs remote lock"
    )


def drip_headers(_request: Any, wire: Any) -> None:
    wire.send(b"HTTP/1.1 200 OK\r\n")
    wire.drip(b"x-slow: " + b"x" * 1000, every=0.02)


def drip_body(_request: Any, wire: Any) -> None:
    wire.send(plain(b"", "content-length: 1000"))
    wire.drip(b"x" * 1000, every=0.02)


def drip_short(_request: Any, wire: Any) -> None:
    wire.drip(plain(BODY * 100), every=0.02)


@pytest.mark.parametrize("answer", [drip_headers, drip_body, drip_short])
def test_a_server_that_sends_a_byte_now_and_then_is_late_all_the_same(
    answer: Any, server: Any, refusal: Callable[..., Any], tmp_path: Path
) -> None:
    server.answers[PATH] = answer
    began = time.monotonic()
    expected = f"{URL}: raw.githubusercontent.com took longer than 0.75 s in all"
    assert refusal(URL, timeout=0.25) == ("rli.fetch", expected)
    assert time.monotonic() - began < 4
    assert list((tmp_path / "cache/v1").glob("blobs*/*/*")) == []


def test_a_server_that_says_nothing_is_given_up(server: Any, refusal: Callable[..., Any]) -> None:
    server.answers[PATH] = lambda _request, wire: (wire.silence(5), None)[1]
    expected = f"{URL}: raw.githubusercontent.com did not answer within 0.1 s"
    assert refusal(URL, timeout=0.1) == ("rli.fetch", expected)


def test_a_handshake_that_stalls_is_given_up(server: Any, refusal: Callable[..., Any]) -> None:
    server.stall_handshakes = True
    expected = f"{URL}: raw.githubusercontent.com did not answer within 0.1 s"
    assert refusal(URL, timeout=0.1) == ("rli.fetch", expected)


def test_the_deadline_of_the_build_holds_for_all_urls_together(
    server: Any, loader: Callable[..., Any]
) -> None:
    urls = [f"{URL}{number}" for number in range(24)]
    for url in urls:
        server.answers[url] = drip_headers
    one = loader(timeout=0.2, deadline=0.7)
    began = time.monotonic()
    one.prefetch(urls)
    assert time.monotonic() - began < 4
    with pytest.raises(RemoteError) as caught:
        one.load(urls[-1])
    assert caught.value.message == (
        f"{urls[-1]}: all fetching together took longer than rli_deadline (0.7 s)"
    )


MANY = [f"x-{number}: y" for number in range(300)]
NO_HTTP = "raw.githubusercontent.com sent an invalid HTTP response"
NO_LENGTH = "the server does not say clearly how long the file is"
NO_END = "the server does not say clearly where the file ends"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (plain(BODY, *MANY), NO_HTTP),
        (plain(BODY, "x: " + "y" * 1_000_000), NO_HTTP),
        (BODY, NO_HTTP),
        (b"HTTP/1.1 OK fine\r\n\r\n", NO_HTTP),
        (b"SSH-2.0-OpenSSH_9.6\r\n", NO_HTTP),
        (plain(BODY, "content-length: 15", "content-length: 3"), NO_LENGTH),
        (plain(BODY, "content-length: 15, 3"), NO_LENGTH),
        (plain(BODY, "content-length: -1"), NO_LENGTH),
        (plain(BODY, "content-length: +15"), NO_LENGTH),
        (plain(BODY, "content-length: 0x0f"), NO_LENGTH),
        (plain(BODY, "content-length: 15", "transfer-encoding: chunked"), NO_END),
        (plain(BODY, "transfer-encoding: gzip, chunked"), NO_END),
        *(
            (plain(size + b"\r\n" + b"x" * 100, "transfer-encoding: chunked"), NO_HTTP)
            for size in (b"-1", b"zz", b"0x3", b"+3", b"1_0", b"", b"f" * 17)
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 100 + plain(BODY), NO_HTTP),
        (b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100 + plain(BODY), NO_HTTP),
        (b"HTTP/1.1 101 Switching Protocols\r\n\r\n", "the server answered 101 (Switching Protocols)"),
    ],
)
def test_an_answer_that_is_not_proper_http_is_an_error(
    answer: bytes, reason: str, server: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = answer
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")


def test_a_few_interim_answers_are_skipped(server: Any, loader: Callable[..., Any]) -> None:
    interim = b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"
    server.answers[PATH] = interim + plain(BODY, "content-length: 15")
    assert loader().load(URL).path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("status", "reason", "requests"),
    [
        (201, "the server answered 201 (Created)", 1),
        (203, "the server answered 203 (Non-Authoritative Information)", 1),
        (204, "the server answered 204 (No Content)", 1),
        (206, "the server answered 206 (Partial Content)", 1),
        (304, "the server answered 304 (not modified) to a question that it was not asked", 1),
        (400, "the server answered 400 (Bad Request)", 1),
        (401, "the server answered 401 (Unauthorized): if it is private, name a token in rli_tokens", 1),
        (403, "the server answered 403 (Forbidden): if it is private, name a token in rli_tokens", 1),
        (404, "the server answered 404 (Not Found): is it private, renamed or deleted?", 1),
        (410, "the server answered 410 (Gone): is it private, renamed or deleted?", 1),
        (418, "the server answered 418 (I'm a Teapot)", 1),
        (
            451,
            "the server answered 451 (Unavailable For Legal Reasons): it was taken down for legal reasons",
            1,
        ),
        (500, "the server answered 500 (Internal Server Error)", 4),
        (503, "the server answered 503 (Service Unavailable)", 4),
        (599, "the server answered 599", 1),
    ],
)
def test_only_200_is_a_file(
    status: int, reason: str, requests: int, server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(status, {}, b"" if status in {204, 304} else BODY)
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")
    assert len(server.requests) == requests


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_gone_is_told_from_one_that_could_not_be_reached(
    status: int, server: Any, loopback: Any, loader: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(status)
    with pytest.raises(GoneError):
        loader().load(URL)


def test_what_a_server_says_in_its_own_words_is_not_repeated(
    server: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = b"HTTP/1.1 418 \x1b[31mred\x1b[0m\r\n\r\n"
    assert refusal(URL) == ("rli.fetch", f"{URL}: the server answered 418 (I'm a Teapot)")


@pytest.mark.parametrize(
    ("headers", "least", "most"),
    [
        ({"retry-after": "2"}, 1.9, 2.0),
        ({"retry-after": "garbage"}, 1.4, 2.6),
        ({"retry-after": "-5"}, 1.4, 2.6),
        ({"retry-after": "0"}, 1.4, 2.6),
        ({}, 1.4, 2.6),
    ],
)
def test_a_server_that_is_asked_too_often_is_given_the_rest_that_it_wants(
    headers: dict[str, str],
    least: float,
    most: float,
    server: Any,
    loopback: Any,
    loader: Callable[..., Any],
    clock: Any,
) -> None:
    server.answers[PATH] = [loopback.Reply(429, headers), loopback.Reply(200, {}, BODY)]
    assert loader().load(URL).path.read_bytes() == BODY
    assert len(clock.waits) == 1
    assert least <= clock.waits[0] <= most


def test_a_date_to_come_back_at_is_understood(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    when = formatdate(clock.time() + 30, usegmt=True)
    server.answers[PATH] = [loopback.Reply(429, {"retry-after": when}), loopback.Reply(200, {}, BODY)]
    assert loader().load(URL).path.read_bytes() == BODY
    assert 27 <= clock.waits[0] <= 30


def test_a_rest_longer_than_the_deadline_is_not_waited_for(
    server: Any, loopback: Any, refusal: Callable[..., Any], clock: Any
) -> None:
    server.answers[PATH] = loopback.Reply(429, {"retry-after": "999999"})
    expected = (
        f"{URL}: the server answered 429 (Too Many Requests):"
        " too many requests to raw.githubusercontent.com;"
        " it asks to wait 999999 seconds, longer than rli_deadline allows"
    )
    assert refusal(URL) == ("rli.fetch", expected)
    assert (len(server.requests), clock.waits) == (1, [])


def test_all_files_of_a_host_wait_when_one_is_told_to(
    server: Any, loopback: Any, loader: Callable[..., Any], refusal: Callable[..., Any], clock: Any
) -> None:
    server.answers[PATH] = loopback.Reply(429, {"retry-after": "999999"})
    server.files["/x.py"] = BODY
    one = loader(allowed=BOTH)
    refusal(URL, by=one)
    kind, message = refusal(URL + "2", by=one)
    assert kind == "rli.fetch"
    assert message.startswith(f"{URL}2: raw.githubusercontent.com asks to wait 99999")
    assert message.endswith(" seconds, longer than rli_deadline allows; try later, or raise rli_deadline")
    assert len(server.requests) == 1
    assert one.load(OTHER).path.read_bytes() == BODY


def test_a_refusal_because_no_calls_are_left_is_waited_out(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    reset = str(int(clock.time()) + 20)
    refused = loopback.Reply(403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset})
    server.answers[PATH] = [refused, loopback.Reply(200, {}, BODY)]
    assert loader().load(URL).path.read_bytes() == BODY
    assert 17 <= clock.waits[0] <= 20


def test_a_server_that_is_ill_for_a_moment_is_tried_again(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    server.answers[PATH] = [loopback.Reply(503), loopback.Reply(503), loopback.Reply(200, {}, BODY)]
    assert loader().load(URL).path.read_bytes() == BODY
    assert len(clock.waits) == 2
    assert clock.waits[0] < clock.waits[1]


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=utf-8", b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>"),
        ("text/plain", b"<html lang=en><body>Blocked by your proxy</body></html>"),
        ("text/html", b"<!-- made by a machine --><HTML></HTML>"),
        ("text/html", b"<body>no doctype</body>"),
        ("text/plain", b"\xef\xbb\xbf<!doctype   html>"),
    ],
)
def test_a_web_page_is_not_taken_for_code(
    content_type: str, body: bytes, server: Any, loopback: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = loopback.Reply(200, {"content-type": content_type}, body)
    expected = "not a raw file: the server sent a web page; give the URL behind the page's Raw button"
    assert refusal(URL) == ("rli.fetch", f"{URL}: {expected}")


@pytest.mark.parametrize("name", ["index.html", "page.html.j2", "App.vue"])
def test_a_file_that_is_a_web_page_is_shown(name: str, server: Any, loader: Callable[..., Any]) -> None:
    url = server.add(f"o/r/main/{name}", b"<!doctype html><title>x</title>")
    assert loader().load(url).path.read_bytes() == b"<!doctype html><title>x</title>"


POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the file is empty"),
        (
            POINTER,
            "the repository holds only a pointer to this file (Git LFS);"
            " include a file that lies in the repository itself",
        ),
        (
            b"../src/main.py",
            "this is a symbolic link; give the URL of the file that it leads to, ../src/main.py",
        ),
        (b"lib/other.py", "this is a symbolic link; give the URL of the file that it leads to, lib/other.py"),
    ],
)
def test_what_stands_for_a_file_is_not_shown_as_one(
    body: bytes, reason: str, server: Any, refusal: Callable[..., Any]
) -> None:
    server.files[PATH] = body
    assert refusal(URL) == ("rli.fetch", f"{URL}: {reason}")


@pytest.mark.parametrize("body", [b"import a/b.py\n", b"../src/main.py\n", b"1.2.3", b"a/b.txt"])
def test_one_short_line_is_not_always_a_link(body: bytes, server: Any, loader: Callable[..., Any]) -> None:
    server.files[PATH] = body
    assert loader().load(URL).path.read_bytes() == body


@pytest.mark.parametrize(
    "body",
    [
        b"\xef\xbb\xbfprint()\r\n",
        "# caf\u00e9\r".encode("latin-1"),
        "print()\n".encode("utf-16"),
        b"a\0b",
        b"a\x0cb\xe2\x80\xa8c",
        b"x" * 900_000,
        b"no final newline",
    ],
)
def test_bytes_are_kept_as_they_were_served(body: bytes, server: Any, loader: Callable[..., Any]) -> None:
    server.files[PATH] = body
    assert loader().load(URL).path.read_bytes() == body


def test_a_certificate_for_another_name_is_refused(
    server: Any, refusal: Callable[..., Any], loader: Callable[..., Any]
) -> None:
    url = "https://unlisted.example/x.py"
    kind, message = refusal(url, allowed=("https://unlisted.example/",))
    assert kind == "rli.fetch"
    assert message.startswith(f"{url}: the certificate of unlisted.example is not valid: Hostname mismatch")
    assert server.requests == []


def test_a_certificate_that_nobody_vouches_for_is_refused(server: Any, refusal: Callable[..., Any]) -> None:
    from variantdocs.remote.network.addresses import PUBLIC_ADDRESSES

    class Distrustful(type(server.addresses)):  # type: ignore[misc]
        def tls_context(self) -> Any:
            return PUBLIC_ADDRESSES.tls_context()

    addresses = Distrustful(server.port, server.addresses.chain)
    expected = f"{URL}: the certificate of raw.githubusercontent.com is not valid: self-signed certificate"
    assert refusal(URL, addresses=addresses) == ("rli.fetch", expected)


def test_a_connection_that_was_closed_while_idle_is_no_failure(
    server: Any, loopback: Any, loader: Callable[..., Any], clock: Any
) -> None:
    def answer_and_hang_up(_request: Any, wire: Any) -> None:
        wire.send(plain(BODY, f"content-length: {len(BODY)}"))

    server.answers[PATH] = answer_and_hang_up
    fetcher = loader().fetcher
    for _ in range(3):
        fetched = fetcher.fetch(URL)
        assert fetched is not None
        assert fetched.body == BODY
    fetcher.close_idle()
    assert clock.waits == []


def test_a_server_that_hangs_up_without_an_answer_is_said_to(
    server: Any, refusal: Callable[..., Any]
) -> None:
    server.answers[PATH] = lambda _request, _wire: None
    expected = f"{URL}: raw.githubusercontent.com closed the connection without an answer"
    assert refusal(URL) == ("rli.fetch", expected)


def test_connections_are_used_again(server: Any, loader: Callable[..., Any]) -> None:
    urls = [server.add(f"o/r/main/{number}.py", BODY) for number in range(32)]
    loader().prefetch(urls)
    assert (len(server.requests), server.connections <= 16) == (32, True)


def test_the_certificate_authorities_that_sphinx_is_given_are_trusted(
    server: Any, loader: Callable[..., Any], refusal: Callable[..., Any], tmp_path: Path
) -> None:
    from variantdocs.remote.network.addresses import PUBLIC_ADDRESSES

    class Distrustful(type(server.addresses)):  # type: ignore[misc]
        def tls_context(self) -> Any:
            return PUBLIC_ADDRESSES.tls_context()

    server.files[PATH] = server.files["/x.py"] = BODY
    addresses = Distrustful(server.port, server.addresses.chain)
    chain = str(server.addresses.chain)
    assert loader(addresses=addresses, tls_cacerts=chain).load(URL).path.read_bytes() == BODY
    by_host = {"other.example": chain}
    one = loader(addresses=addresses, allowed=BOTH, tls_cacerts=by_host, cache=tmp_path / "other")
    assert one.load(OTHER).path.read_bytes() == BODY
    assert "certificate" in refusal(URL, by=one)[1]


class Proxy:
    """A proxy that opens tunnels to one server, whatever the name."""

    def __init__(self, port: int) -> None:
        self.asked: list[str] = []
        self._to = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            head = b""
            while b"\r\n\r\n" not in head:
                head += client.recv(4096)
            self.asked.append(head.decode().split("\r\n")[0])
            client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            upstream = socket.create_connection(("127.0.0.1", self._to))
            for source, target in ((client, upstream), (upstream, client)):
                self._threads.append(threading.Thread(target=self._pipe, args=(source, target), daemon=True))
                self._threads[-1].start()

    @staticmethod
    def _pipe(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        source.close()


def test_a_proxy_is_used_if_it_is_named_in_the_settings(server: Any, loader: Callable[..., Any]) -> None:
    proxy = Proxy(server.port)
    server.files[PATH] = BODY
    one = loader(proxy=f"http://bob:hunter2@127.0.0.1:{proxy.port}")
    assert one.load(URL).path.read_bytes() == BODY
    assert server.addresses.lookups == []
    assert [line.split()[:2] for line in proxy.asked] == [["CONNECT", "raw.githubusercontent.com:443"]]
    proxy.close()


def test_a_proxy_that_is_not_there_is_said_to_be_missing_without_its_password(
    server: Any, refusal: Callable[..., Any]
) -> None:
    kind, message = refusal(URL, proxy="http://bob:hunter2@127.0.0.1:1")
    expected = f"{URL}: the connection to raw.githubusercontent.com failed: Connection refused"
    assert (kind, message) == ("rli.fetch", expected)
