"""What a server answers is a file, a redirect, nothing new, or an error."""

from __future__ import annotations

import gzip
import io
from collections.abc import Mapping, Sequence
from email.utils import formatdate
from typing import Any

import pytest
import requests
from urllib3 import HTTPHeaderDict, HTTPResponse

from variantdocs.messages import Kind
from variantdocs.remote.network.deadline import Clock
from variantdocs.remote.network.failures import GoneError, TransientError
from variantdocs.remote.network.responses import Body, Redirect, judged, too_large, validator
from variantdocs.remote.types import RemoteError

URL = "https://code.example/x.py"
NOW = 1_000_000.0


class StoppedClock(Clock):
    def time(self) -> float:
        return NOW


def response(
    status: int = 200,
    headers: Mapping[str, str] | Sequence[tuple[str, str]] = (),
    body: bytes = b"",
) -> requests.Response:
    """A response as requests gives it, of bytes that are already here."""
    pairs = HTTPHeaderDict(headers)
    found = requests.Response()
    found.status_code = status
    found.raw = HTTPResponse(io.BytesIO(body), headers=pairs, status=status, preload_content=False)
    found.headers.update(pairs)
    return found


def answer(found: requests.Response, **changes: Any) -> Body | Redirect | None:
    values = {"limit": 100, "conditional": False, "location": None, "clock": StoppedClock(), **changes}
    return judged(found, url=URL, host="code.example", **values)


def refusal(found: requests.Response, **changes: Any) -> str:
    with pytest.raises(RemoteError) as caught:
        answer(found, **changes)
    assert caught.value.kind == Kind.RLI_FETCH
    return caught.value.message.removeprefix(f"{URL}: ")


def transient(found: requests.Response) -> tuple[str, float | None]:
    with pytest.raises(TransientError) as caught:
        answer(found)
    assert caught.value.host == "code.example"
    return caught.value.error.message.removeprefix(f"{URL}: "), caught.value.retry_after


@pytest.mark.parametrize(
    ("headers", "complete"),
    [({"Content-Length": "5"}, True), ({"Transfer-Encoding": " Chunked"}, True), ({}, False), ({"Content-Encoding": "identity"}, False)],
)  # fmt: skip
def test_a_file_is_complete_if_the_server_says_where_it_ends(headers: dict[str, str], complete: bool) -> None:
    assert answer(response(headers=headers, body=b"bytes")) == Body(data=b"bytes", complete=complete)


def test_a_file_of_exactly_the_limit_is_taken() -> None:
    assert answer(response(body=b"12345"), limit=5) == Body(data=b"12345", complete=False)


TOO_LARGE = "it is larger than 4 bytes; raise rli_max_bytes if you trust it"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b"12345"),
        ({"Content-Length": "5"}, b""),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"")),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"x" * 10_000)),
    ],
    ids=["longer", "said to be longer", "longer as it is sent", "longer when unpacked"],
)
def test_a_file_above_the_limit_is_refused(headers: dict[str, str], body: bytes) -> None:
    assert refusal(response(headers=headers, body=body), limit=4) == TOO_LARGE
    assert str(too_large(URL, 4)) == f"{URL}: {TOO_LARGE}"


def test_gzip_is_unpacked() -> None:
    packed = gzip.compress(b"x" * 90)
    assert answer(response(headers={"Content-Encoding": "GZIP"}, body=packed)) == Body(
        data=b"x" * 90, complete=False
    )


@pytest.mark.parametrize(
    ("encoding", "body", "message"),
    [
        ("br", b"x", "the server sent it in an encoding that was not asked for"),
        ("gzip", b"not gzip", "the server sent it compressed, and broken"),
        ("gzip", gzip.compress(b"abc")[:-4], "the server sent it compressed, and broken"),
        ("gzip", gzip.compress(b"abc") + b"more", "the server sent it compressed, and broken"),
        ("gzip", b"", "the server sent it compressed, and broken"),
    ],
    ids=["br", "not gzip", "cut", "longer", "empty"],  # gzip holds the time
)
def test_bytes_that_cannot_be_unpacked_are_refused(encoding: str, body: bytes, message: str) -> None:
    assert refusal(response(headers={"Content-Encoding": encoding}, body=body)) == message


@pytest.mark.parametrize(
    "headers",
    [
        [("Transfer-Encoding", "chunked"), ("Content-Length", "3")],
        [("Transfer-Encoding", "gzip, chunked")],
        [("Transfer-Encoding", "chunked"), ("Transfer-Encoding", "chunked")],
    ],
)
def test_an_end_that_can_be_read_in_two_ways_is_refused(headers: list[tuple[str, str]]) -> None:
    message = "the server does not say clearly where the file ends"
    assert refusal(response(headers=headers, body=b"abc")) == message


@pytest.mark.parametrize(
    ("status", "permanent"), [(301, True), (308, True), (302, False), (303, False), (307, False)]
)
def test_a_redirect_leads_to_its_decoded_location(status: int, permanent: bool) -> None:
    found = answer(response(status, {"Location": "/caf\xc3\xa9"}), location="/café")
    assert found == Redirect("/café", permanent)


@pytest.mark.parametrize(
    ("headers", "message"),
    [
        ([], "the server answered 302 without saying where to"),
        ([("Location", "")], "the server answered 302 without saying where to"),
        ([("Location", "/a"), ("Location", "/b")], "the server answered 302 with 2 addresses to go to"),
    ],
)
def test_a_redirect_must_lead_to_one_place(headers: list[tuple[str, str]], message: str) -> None:
    assert refusal(response(302, headers)) == message


def test_nothing_new_is_an_answer_only_to_a_question_with_a_validator() -> None:
    assert answer(response(304), conditional=True) is None
    message = "the server answered 304 (not modified) to a question that it was not asked"
    assert refusal(response(304)) == message


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (206, "the server answered 206 (Partial Content)"),
        (300, "the server answered 300 (Multiple Choices)"),
        (401, "the server answered 401 (Unauthorized): if it is private, name a token in rli_tokens"),
        (403, "the server answered 403 (Forbidden): if it is private, name a token in rli_tokens"),
        (451, "the server answered 451 (Unavailable For Legal Reasons): it was taken down for legal reasons"),
        (799, "the server answered 799"),
    ],
)
def test_another_status_is_an_error(status: int, message: str) -> None:
    assert refusal(response(status)) == message


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_not_there_is_gone(status: int) -> None:
    with pytest.raises(GoneError, match=r": is it private, renamed or deleted\?$"):
        answer(response(status))


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (404, "the server answered 404 (Not Found): is it private, renamed or deleted? TOKEN, which rli_tokens names, is not set"),
        (403, "the server answered 403 (Forbidden): if it is private, set TOKEN, which rli_tokens names"),
    ],
)  # fmt: skip
def test_a_token_that_is_not_set_is_named(status: int, message: str) -> None:
    assert refusal(response(status), unset_token="TOKEN") == message


@pytest.mark.parametrize("status", [408, 425, 500, 502, 503, 504])
def test_a_server_that_is_ill_may_be_asked_again(status: int) -> None:
    message, seconds = transient(response(status))
    assert message.startswith(f"the server answered {status} (")
    assert seconds is None


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {}, 0.0),
        (429, {"Retry-After": "7"}, 7.0),
        (429, {"Retry-After": "soon"}, 0.0),
        (429, {"Retry-After": formatdate(0, usegmt=True)}, 0.0),
        (429, {"x-ratelimit-reset": str(int(NOW) + 30)}, 30.0),
        (429, {"x-ratelimit-reset": str(int(NOW) - 30)}, 0.0),
        (429, {"x-ratelimit-reset": "1e9"}, 0.0),
        (429, {"Retry-After": "7", "x-ratelimit-reset": str(int(NOW) + 30)}, 7.0),
        (403, {"Retry-After": "7"}, 7.0),
        (403, {"x-ratelimit-remaining": " 0 "}, 0.0),
        (503, {"Retry-After": "7"}, 7.0),
        (503, {"Retry-After": "0"}, None),
    ],
)
def test_a_server_says_how_long_to_wait(status: int, headers: dict[str, str], seconds: float | None) -> None:
    message, found = transient(response(status, headers))
    assert found == seconds
    assert message.endswith(": too many requests to code.example") is (status != 503)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"abc"', '"abc"'),
        ('W/"abc"', 'W/"abc"'),
        (None, None),
        ("", None),
        ("x" * 512, "x" * 512),
        ("x" * 513, None),
        ('"a\tb"', None),
        ('"é"', None),
    ],
)
def test_a_validator_is_kept_if_it_can_be_sent_back(value: str | None, expected: str | None) -> None:
    found = response(headers={} if value is None else {"ETag": value})
    assert validator(found, "ETag") == expected
