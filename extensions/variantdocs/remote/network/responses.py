"""Judge what a server answers: a file, a redirect, nothing new, or an error.

Nothing is read from a response but what a file may need: the body is decoded here, up to a cap, and
the server's own words are shown nowhere.
"""

from __future__ import annotations

import http
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from variantdocs.remote.network.failures import GoneError, TransientError, failed

if TYPE_CHECKING:
    from requests import Response

    from variantdocs.remote.network.deadline import Clock

_PIECE = 1 << 14
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_TRANSIENT = frozenset({408, 425, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_RETRY_AFTER = Retry(retry_after_max=10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The bytes of a URL, and what the server said about them."""

    body: bytes
    final_url: str
    """Where redirects led, without secrets."""
    etag: str | None
    last_modified: str | None
    content_type: str
    moved: bool
    """Whether the first redirect said that the file has moved for good."""
    complete: bool
    """Whether the server said how long the body is, so that a cut would have been noticed."""
    private: bool
    """Whether a token was sent."""


@dataclass(frozen=True, slots=True)
class Redirect:
    """A response that leads elsewhere."""

    location: str
    permanent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The bytes of a response."""

    data: bytes
    complete: bool
    """Whether the server said where they end."""


def judged(
    response: Response,
    *,
    url: str,
    host: str,
    limit: int,
    conditional: bool,
    location: str | None,
    clock: Clock,
    unset_token: str | None = None,
) -> Body | Redirect | None:
    """Give what a response holds; None if nothing has changed since a validator was given.

    :param url: The URL as authors know it, for messages.
    :param limit: Bytes that the body may have.
    :param conditional: Whether a validator was sent.
    :param location: Where the response redirects to, decoded.
    :param unset_token: The environment variable that should hold a token for this URL, if it does not.
    :raises RemoteError: :class:`GoneError` for 404 and 410.
    :raises TransientError: if trying again can help.
    """
    status = response.status_code
    if status == 304:
        if not conditional:
            raise failed(url, "the server answered 304 (not modified) to a question that it was not asked")
        response.raw.drain_conn()  # has no body; gives the connection back
        return None
    if status in _REDIRECTS:
        locations = _all(response, "Location")
        if len(locations) > 1:
            raise failed(url, f"the server answered {status} with {len(locations)} addresses to go to")
        if not locations or not locations[0]:
            raise failed(url, f"the server answered {status} without saying where to")
        return Redirect(location or "", permanent=status in _PERMANENT)
    if status != 200:
        raise _refused(response, url, host, clock, unset_token)
    complete = _has_known_end(response, url, limit)
    return Body(data=_body(response, url, limit), complete=complete)


def validator(response: Response, header: str) -> str | None:
    """Give an ``ETag`` or a date that can be sent back as it is."""
    value = response.headers.get(header)
    return value if value and len(value) <= 512 and re.fullmatch(r"[\x20-\x7e]+", value) else None


def too_large(url: str, limit: int) -> Exception:
    """Make the error for a body above the cap."""
    return failed(url, f"it is larger than {limit} bytes; raise rli_max_bytes if you trust it")


def _all(response: Response, header: str) -> list[str]:
    # requests joins headers that are given twice.
    values: list[str] = response.raw.headers.getlist(header)
    return values


def _refused(response: Response, url: str, host: str, clock: Clock, unset_token: str | None) -> Exception:
    """Make the error for a status. The server's own words are not shown: it may send anything."""
    status, headers = response.status_code, response.headers
    what = f"the server answered {status}{_phrase(status)}"
    no_calls_left = headers.get("x-ratelimit-remaining", "").strip() == "0"
    if status == 429 or (status == 403 and (no_calls_left or "Retry-After" in headers)):
        error = failed(url, f"{what}: too many requests to {host}")
        return TransientError(error, host=host, retry_after=_retry_after(headers, clock))
    if status in _TRANSIENT:
        after = _retry_after(headers, clock) if "Retry-After" in headers else None
        return TransientError(failed(url, what), host=host, retry_after=after or None)
    if status in _GONE:
        hint = f" {unset_token}, which rli_tokens names, is not set" if unset_token else ""
        error = failed(url, f"{what}: is it private, renamed or deleted?{hint}")
        return GoneError(error.kind, error.message)
    if status in {401, 403}:
        hint = f"set {unset_token}, which rli_tokens names" if unset_token else "name a token in rli_tokens"
        return failed(url, f"{what}: if it is private, {hint}")
    if status == 451:
        return failed(url, f"{what}: it was taken down for legal reasons")
    return failed(url, what)


def _phrase(status: int) -> str:
    try:
        return f" ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _retry_after(headers: Any, clock: Clock) -> float:
    """Give the seconds that a server asks to wait; 0 if it does not say, or not clearly."""
    try:
        return _RETRY_AFTER.parse_retry_after(headers.get("Retry-After", ""))
    except (InvalidHeader, ValueError, OverflowError):
        reset = headers.get("x-ratelimit-reset", "").strip()
        return max(0.0, float(reset) - clock.time()) if re.fullmatch("[0-9]{1,12}", reset) else 0.0


def _has_known_end(response: Response, url: str, limit: int) -> bool:
    """Refuse lengths that can be read in two ways. True if the end of the body can be known."""
    lengths, encodings = _all(response, "Content-Length"), _all(response, "Transfer-Encoding")
    if encodings:
        if lengths or [value.strip().lower() for value in encodings] != ["chunked"]:
            raise failed(url, "the server does not say clearly where the file ends")
        return True
    if lengths and int(lengths[0]) > limit:
        raise too_large(url, limit)
    return bool(lengths)


def _body(response: Response, url: str, limit: int) -> bytes:
    encodings = [value.strip().lower() for value in _all(response, "Content-Encoding")]
    gunzip = None
    if encodings == ["gzip"]:
        gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
    elif encodings not in ([], [""], ["identity"]):
        raise failed(url, "the server sent it in an encoding that was not asked for")
    body = bytearray()
    raw = 0
    # A single read of a body that was cut gives what there is, without an error: read to the end.
    while piece := response.raw.read(_PIECE, decode_content=False):
        raw += len(piece)
        if gunzip is None:
            body += piece
        else:
            try:
                body += gunzip.decompress(piece, limit + 1 - len(body))
            except zlib.error:
                raise failed(url, "the server sent it compressed, and broken") from None
        if len(body) > limit or raw > limit:
            raise too_large(url, limit)
    if gunzip is not None and (not gunzip.eof or gunzip.unused_data):
        raise failed(url, "the server sent it compressed, and broken")
    return bytes(body)
