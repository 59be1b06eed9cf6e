"""Fetch the bytes of a URL, trusting neither the page that names it nor the server that has it.

What is never done: follow a redirect unseen, send a token after one, read the environment
(``.netrc``, proxies), keep cookies, decode what was not asked for, read more than the cap, wait
longer than the deadline.
"""

from __future__ import annotations

import base64
import email.utils
import http
import http.client
import os
import random
import re
import socket
import ssl
import threading
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from urllib3.exceptions import HTTPError
from urllib3.util import parse_url
from urllib3.util.connection import is_connection_dropped

from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.remote.network.connection import (
    PinnedConnection,
    TooLateError,
    UnclearLengthError,
    timed_context,
)
from variantdocs.remote.redact import printable, redacted, shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url, has_prefix, refuse_odd_characters, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3.response import HTTPResponse

    from variantdocs.remote.network.addresses import AddressPolicy
    from variantdocs.remote.network.budget import Budget
    from variantdocs.remote.network.deadline import Clock
    from variantdocs.remote.settings import RemoteSettings

RETRIES = 3
MAX_REDIRECTS = 3
_ATTEMPT_TIMEOUTS = 3
"""One attempt, from lookup to last byte, may take this many times ``rli_timeout``."""
_BUILD_FILES = 64
"""All files of a build together may have this many times ``rli_max_bytes``."""
_PIECE = 1 << 14
_FIRST_PAUSE = 0.5
_FIRST_GATE = 2.0
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_PASSING = frozenset({408, 425, 500, 502, 503, 504})
_GONE = frozenset({404, 410})
_PRINTABLE = re.compile(r"[\x21-\x7e]+")


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


class GoneError(RemoteError):
    """The server says that there is no such file (404, 410)."""


class _PassingError(Exception):
    """A failure that may be over in a moment.

    :param after: Seconds that the server asks every client to wait; 0 if it says only that it
        is too much; None if it has nothing to do with how much is asked.
    """

    def __init__(self, error: RemoteError, *, host: str, after: float | None = None) -> None:
        super().__init__(error, host, after)
        self.error = error
        self.host = host
        self.after = after


@dataclass(frozen=True, slots=True)
class _Redirect:
    location: str
    for_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ask:
    """What does not change from hop to hop."""

    url: str
    headers: Mapping[str, str]
    conditional: bool
    limit: int
    also_allowed: tuple[str, ...]


class Fetcher:
    """The only sockets of remote includes. Usable by several threads of one process.

    :param allowed: Canonical URL prefixes.
    :param tokens: Canonical URL prefix → environment variable.
    :raises ConfigurationError: if the proxy is not one.
    """

    def __init__(
        self,
        settings: RemoteSettings,
        *,
        allowed: tuple[str, ...],
        tokens: Mapping[str, str],
        addresses: AddressPolicy,
        clock: Clock,
        budget: Budget,
        user_agent: str,
    ) -> None:
        self._settings = settings
        self._allowed = allowed
        self._tokens = tokens
        self._addresses = addresses
        self._clock = clock
        self.budget = budget
        self._user_agent = user_agent
        self._proxy = _proxy(settings.proxy)
        self._lock = threading.Lock()
        self._idle: dict[str, list[PinnedConnection]] = {}
        self._gates: dict[str, float] = {}
        self._context: ssl.SSLContext | None = None
        self._bytes = 0
        self._cancelled = threading.Event()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        limit: int | None = None,
        also_allowed: tuple[str, ...] = (),
    ) -> Fetched | None:
        """Fetch a URL, or learn that it has not changed (None) since a validator was given.

        :param url: In canonical form.
        :param limit: Bytes that the body may have; ``rli_max_bytes`` if not given.
        :param also_allowed: Prefixes allowed for this once, for questions of our own to a forge.
        :raises RemoteError: ``rli.blocked`` or ``rli.fetch``; :class:`GoneError` for 404 and 410.
        """
        headers = {
            "User-Agent": self._user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Accept-Language": "en",
        }
        if etag is not None:
            headers["If-None-Match"] = etag
        if last_modified is not None:
            headers["If-Modified-Since"] = last_modified
        ask = _Ask(
            url=url,
            headers=headers,
            conditional=etag is not None or last_modified is not None,
            limit=self._settings.max_bytes if limit is None else limit,
            also_allowed=also_allowed,
        )
        with self.budget.spending():
            try:
                return self._with_retries(ask)
            except RemoteError as exc:
                # Whatever a message was made of, no token leaves in it.
                raise type(exc)(exc.kind, redacted(exc.message, secrets=self._secrets())) from None

    def close_idle(self) -> None:
        """Close every socket that waits for another request."""
        with self._lock:
            connections = [conn for idle in self._idle.values() for conn in idle]
            self._idle.clear()
        for conn in connections:
            conn.close()

    def cancel(self) -> None:
        """End all waiting, and let no further request begin."""
        self._cancelled.set()

    def _with_retries(self, ask: _Ask) -> Fetched | None:
        for attempt in range(RETRIES + 1):
            try:
                return self._attempt(ask)
            except _PassingError as exc:
                pause = self._pause(exc, attempt)
                if attempt == RETRIES or self._cancelled.is_set():
                    raise exc.error from None
                if pause >= self.budget.left():
                    message = f"{exc.error.message}; trying again would exceed rli_deadline"
                    raise type(exc.error)(exc.error.kind, message) from None
                if exc.after is None:
                    self._clock.wait(self._cancelled, pause)
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, exc: _PassingError, attempt: int) -> float:
        """Give the seconds to wait; for too many requests, make all requests to that host wait."""
        spread = random.uniform(0.75, 1.25)  # so that clients that failed together do not come back together
        if exc.after is None:
            return _FIRST_PAUSE * 2.0**attempt * spread
        pause = exc.after or _FIRST_GATE * 2.0**attempt * spread
        with self._lock:
            opens = self._clock.monotonic() + pause
            self._gates[exc.host] = max(opens, self._gates.get(exc.host, 0.0))
        return pause

    def _attempt(self, ask: _Ask) -> Fetched | None:
        until = self._clock.monotonic() + _ATTEMPT_TIMEOUTS * self._settings.timeout
        url, moved = ask.url, False
        for hop in range(MAX_REDIRECTS + 1):
            self._refuse_unless_allowed(ask, url)
            # Waiting for a host that asked for it is not taken from the time of the attempt.
            until += self._wait_at_gate(ask, split(url)[0])
            answer = self._hop(ask, url, until=until, moved=moved, first=hop == 0)
            if not isinstance(answer, _Redirect):
                return answer
            if hop == 0:
                moved = answer.for_good
            url = self._redirected(ask, url, answer.location)
        raise _failed(ask, f"it was redirected more than {MAX_REDIRECTS} times")

    def _refuse_unless_allowed(self, ask: _Ask, url: str) -> None:
        if any(has_prefix(url, prefix) for prefix in (*self._allowed, *ask.also_allowed)):
            return
        via = "" if url == ask.url else f" (redirected from {shown(ask.url)})"
        message = f"{shown(url)}{via}: not below a prefix in rli_allowed; add one there if you trust it"
        raise RemoteError(Kind.RLI_BLOCKED, message)

    def _redirected(self, ask: _Ask, url: str, location: str) -> str:
        try:
            refuse_odd_characters(location)  # joining would drop some of them
            return canonical_url(urljoin(url, location), signed=True)
        except RemoteError as exc:
            message = (
                f"{shown(ask.url)}: it was redirected to an address that may not be fetched: {exc.message}"
            )
            raise RemoteError(Kind.RLI_BLOCKED, message) from None
        except ValueError:
            raise _failed(ask, "it was redirected to something that is not an address") from None

    def _hop(
        self, ask: _Ask, url: str, *, until: float, moved: bool, first: bool
    ) -> Fetched | _Redirect | None:
        host, target = split(url)
        token = self._authorization(url) if first else None
        headers = {**ask.headers, "Authorization": token} if token is not None else ask.headers
        conn = self._idle_connection(host)
        while True:
            reused = conn is not None
            conn = conn or self._new_connection(host)
            try:
                conn.limit.timeout = self._settings.timeout
                conn.limit.until = min(until, self._clock.monotonic() + self.budget.left())
                response = self._response(conn, target, headers)
                break
            except (http.client.RemoteDisconnected, ConnectionError) as exc:
                conn.close()
                conn = None
                if not reused:
                    raise self._network_failure(ask, host, exc) from None
                # It had been closed while it was idle: nothing was lost, and nothing is wrong.
            except RemoteError as exc:
                conn.close()
                raise RemoteError(exc.kind, f"{shown(url)}: {exc.message}") from None
            except (OSError, http.client.HTTPException, HTTPError, ValueError) as exc:
                conn.close()
                raise self._network_failure(ask, host, exc) from None
            except BaseException:
                conn.close()
                raise
        keep = False
        try:
            answer = self._judged(ask, host, response, url=url, moved=moved, private=token is not None)
            # The body of a redirect is not read, so its connection is of no further use.
            keep = not isinstance(answer, _Redirect)
            return answer
        except (OSError, http.client.HTTPException, HTTPError, ValueError) as exc:
            raise self._network_failure(ask, host, exc) from None
        finally:
            response.close()
            if keep and conn.sock is not None and not self._cancelled.is_set():
                with self._lock:
                    self._idle.setdefault(host, []).append(conn)
            else:
                conn.close()

    def _response(self, conn: PinnedConnection, target: str, headers: Mapping[str, str]) -> HTTPResponse:
        if conn.sock is None:
            conn.connect()
        conn.timeout = conn.limit.seconds()
        conn.request("GET", target, headers=headers, preload_content=False, decode_content=False)
        return conn.getresponse()

    def _judged(
        self, ask: _Ask, host: str, response: HTTPResponse, *, url: str, moved: bool, private: bool
    ) -> Fetched | _Redirect | None:
        status = response.status
        if status == 304:
            if not ask.conditional:
                raise _failed(
                    ask, "the server answered 304 (not modified) to a question that it was not asked"
                )
            return None
        if status in _REDIRECTS:
            location = response.headers.getlist("Location")
            if len(location) != 1 or not location[0]:
                raise _failed(ask, f"the server answered {status} without saying where to")
            return _Redirect(location[0], status in _FOR_GOOD)
        if status != 200:
            raise self._refused(ask, host, response)
        complete = self._check_framing(ask, response)
        body = self._body(ask, response)
        with self._lock:
            self._bytes += len(body)
            too_much = self._bytes > _BUILD_FILES * max(self._settings.max_bytes, ask.limit)
        if too_much:
            message = f"{shown(ask.url)}: the remote files of this build are too large together"
            raise RemoteError(Kind.RLI_BLOCKED, f"{message}; raise rli_max_bytes or include fewer")
        return Fetched(
            body=body,
            final_url=printable(redacted(url, secrets=self._secrets())),
            etag=_validator(response.headers.get("ETag")),
            last_modified=_validator(response.headers.get("Last-Modified")),
            content_type=response.headers.get("Content-Type", ""),
            moved=moved,
            complete=complete,
            private=private,
        )

    def _refused(self, ask: _Ask, host: str, response: HTTPResponse) -> Exception:
        """Make the error for a status. The server's own words are not shown: it may send anything."""
        status, headers = response.status, response.headers
        phrase = f"the server answered {status}{_phrase(status)}"
        no_calls_left = headers.get("x-ratelimit-remaining", "").strip() == "0"
        if status == 429 or (status == 403 and (no_calls_left or "Retry-After" in headers)):
            error = _failed(ask, f"{phrase}: {host} gets too many requests")
            return _PassingError(error, host=host, after=self._asked_to_wait(headers))
        if status in _PASSING:
            error = _failed(ask, phrase)
            after = self._asked_to_wait(headers) if "Retry-After" in headers else None
            return _PassingError(error, host=host, after=after or None)
        if status in _GONE:
            message = f"{shown(ask.url)}: {phrase}: is it private, renamed or deleted?"
            return GoneError(Kind.RLI_FETCH, message)
        if status in {401, 403}:
            return _failed(ask, f"{phrase}: if it is private, name a token in rli_tokens")
        if status == 451:
            return _failed(ask, f"{phrase}: it was taken down for legal reasons")
        return _failed(ask, phrase)

    def _asked_to_wait(self, headers: Mapping[str, str]) -> float:
        """Give the seconds that a server asks to wait; 0 if it does not say, or not clearly."""
        text = headers.get("Retry-After", "").strip()
        if re.fullmatch("[0-9]{1,9}", text):
            return float(text)
        when = _http_date(text)
        if when is None:
            reset = headers.get("x-ratelimit-reset", "").strip()
            when = float(reset) if re.fullmatch("[0-9]{1,12}", reset) else None
        return 0.0 if when is None else max(0.0, when - self._clock.time())

    def _wait_at_gate(self, ask: _Ask, host: str) -> float:
        """Wait as long as a host asked all of us to, and give the seconds that it took."""
        began = self._clock.monotonic()
        while True:
            if self._cancelled.is_set():
                raise _failed(ask, "fetching was interrupted")
            left = self.budget.left()
            if left <= 0:
                raise self._deadline_passed(ask)
            with self._lock:
                pause = self._gates.get(host, 0.0) - self._clock.monotonic()
            if pause <= 0:
                return self._clock.monotonic() - began
            if pause >= left:
                what = f"{host} asks to wait {pause:.0f} seconds, longer than rli_deadline allows"
                raise _failed(ask, f"{what}; try later, or raise rli_deadline")
            self._clock.wait(self._cancelled, pause)

    def _deadline_passed(self, ask: _Ask) -> RemoteError:
        return _failed(
            ask, f"all fetching together took longer than rli_deadline ({self.budget.seconds:g} s)"
        )

    def _network_failure(self, ask: _Ask, host: str, exc: Exception) -> Exception:
        """Turn what a library raised into words, and say whether to try again."""
        if self.budget.left() <= 0:
            return self._deadline_passed(ask)
        cause = _cause(exc)
        if isinstance(cause, TooLateError):
            return _failed(
                ask, f"{host} took longer than {_ATTEMPT_TIMEOUTS * self._settings.timeout:g} s in all"
            )
        if isinstance(cause, UnclearLengthError):
            return _failed(ask, "the server does not say clearly how long the file is")
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _failed(ask, f"the certificate of {host} is not valid: {printable(cause.verify_message)}")
        if isinstance(cause, socket.gaierror):
            error = _failed(ask, f"the name {host} cannot be looked up")
            return error if cause.errno == socket.EAI_NONAME else _PassingError(error, host=host)
        if isinstance(cause, TimeoutError):
            what = f"{host} did not answer within {self._settings.timeout:g} s"
        elif isinstance(cause, http.client.IncompleteRead) or "IncompleteRead" in type(exc).__name__:
            what = "the connection ended before the file did"
        elif isinstance(cause, ssl.SSLError):
            what = f"no secure connection to {host} could be made"
        elif isinstance(cause, OSError):
            what = f"the connection to {host} failed: {printable(cause.strerror or type(cause).__name__)}"
        else:
            return _failed(ask, f"{host} does not speak HTTP properly")
        return _PassingError(_failed(ask, what), host=host)

    def _check_framing(self, ask: _Ask, response: HTTPResponse) -> bool:
        """Refuse lengths that can be read in two ways. True if the end of the body can be known."""
        lengths = response.headers.getlist("Content-Length")
        encodings = response.headers.getlist("Transfer-Encoding")
        if encodings:
            if lengths or [value.strip().lower() for value in encodings] != ["chunked"]:
                raise _failed(ask, "the server does not say clearly where the file ends")
            return True
        if not lengths:
            return False
        if int(lengths[0]) > ask.limit:
            raise self._too_large(ask)
        return True

    def _body(self, ask: _Ask, response: HTTPResponse) -> bytes:
        encodings = [value.strip().lower() for value in response.headers.getlist("Content-Encoding")]
        gunzip = None
        if encodings == ["gzip"]:
            gunzip = zlib.decompressobj(zlib.MAX_WBITS | 16)
        elif encodings not in ([], [""], ["identity"]):
            raise _failed(ask, "the server sent it in an encoding that was not asked for")
        body = bytearray()
        raw = 0
        # A single read of a body that was cut gives what there is, without an error: read to the end.
        while piece := response.read(_PIECE, decode_content=False):
            raw += len(piece)
            if gunzip is None:
                body += piece
            else:
                try:
                    body += gunzip.decompress(piece, ask.limit + 1 - len(body))
                except zlib.error:
                    raise _failed(ask, "the server sent it compressed, and broken") from None
            if len(body) > ask.limit or raw > ask.limit:
                raise self._too_large(ask)
        if gunzip is not None and (not gunzip.eof or gunzip.unused_data):
            raise _failed(ask, "the server sent it compressed, and broken")
        return bytes(body)

    def _too_large(self, ask: _Ask) -> RemoteError:
        return _failed(ask, f"it is larger than {ask.limit} bytes; raise rli_max_bytes if you trust it")

    def _idle_connection(self, host: str) -> PinnedConnection | None:
        while True:
            with self._lock:
                idle = self._idle.get(host)
                conn = idle.pop() if idle else None
            if conn is None or not is_connection_dropped(conn):
                return conn
            conn.close()

    def _new_connection(self, host: str) -> PinnedConnection:
        with self._lock:
            if self._context is None:
                self._context = timed_context(self._addresses)
            context = self._context
        address, headers = self._proxy or (None, {})
        return PinnedConnection(
            host,
            addresses=self._addresses,
            context=context,
            clock=self._clock,
            proxy=address,
            proxy_headers=headers,
        )

    def _authorization(self, url: str) -> str | None:
        bound = [prefix for prefix in self._tokens if url.startswith(prefix)]
        if not bound:
            return None
        variable = self._tokens[max(bound, key=len)]
        token = os.environ.get(variable, "")
        if not token:
            return None
        if not _PRINTABLE.fullmatch(token):
            message = f"{shown(url)}: the environment variable {variable} holds something that is not a token"
            raise RemoteError(Kind.RLI_FETCH, message)
        if split(url)[0] == "github.com":  # git over https knows user names and passwords only
            return "Basic " + base64.b64encode(f"x-access-token:{token}".encode()).decode()
        return f"Bearer {token}"

    def _secrets(self) -> list[str]:
        return [os.environ.get(variable, "") for variable in self._tokens.values()]


def _failed(ask: _Ask, what: str) -> RemoteError:
    return RemoteError(Kind.RLI_FETCH, f"{shown(ask.url)}: {what}")


def _phrase(status: int) -> str:
    try:
        return f" ({http.HTTPStatus(status).phrase})"
    except ValueError:
        return ""


def _cause(exc: BaseException) -> BaseException:
    """Give what a library's exception was made of."""
    while not isinstance(exc, OSError | http.client.HTTPException):
        inner = (
            exc.__cause__ or exc.__context__ or next((a for a in exc.args if isinstance(a, Exception)), None)
        )
        if inner is None:
            break
        exc = inner
    return exc


def _validator(value: str | None) -> str | None:
    return value if value and len(value) <= 512 and re.fullmatch(r"[\x20-\x7e]+", value) else None


def _http_date(text: str) -> float | None:
    try:
        return email.utils.parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _proxy(proxy: str | None) -> tuple[tuple[str, int], dict[str, str]] | None:
    if proxy is None:
        return None
    try:
        parsed = parse_url(proxy)
    except HTTPError:
        parsed = None
    if parsed is None or parsed.scheme != "http" or not parsed.host:
        raise ConfigurationError(("rli_proxy: not the address of a proxy; write http://host:port",))
    headers = {}
    if parsed.auth:
        headers["Proxy-Authorization"] = "Basic " + base64.b64encode(parsed.auth.encode()).decode()
    return (parsed.host, parsed.port or 80), headers
