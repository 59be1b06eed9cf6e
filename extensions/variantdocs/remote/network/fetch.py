"""Fetch the bytes of a URL: where it may lead, how often to try, how long to wait.

It never follows a redirect without checking it, sends a token after one, reads more than the cap, or
waits longer than the deadline.
"""

from __future__ import annotations

import base64
import http.client
import os
import random
import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from requests import Request
from requests.exceptions import RequestException
from urllib3.exceptions import HTTPError

from variantdocs.messages import Kind
from variantdocs.remote.network.connection import RefusedAddressError, StaleConnectionError
from variantdocs.remote.network.deadline import RequestDeadline
from variantdocs.remote.network.failures import (
    REQUEST_TIMEOUTS,
    TransientError,
    UnreachableError,
    failed,
    is_caused_by,
    network_failure,
    unreachable,
)
from variantdocs.remote.network.responses import Body, Fetched, Redirect, judged, validator
from variantdocs.remote.network.session import Session
from variantdocs.remote.redact import printable, redacted, shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.url import canonical_url, has_prefix, refuse_odd_characters, split

if TYPE_CHECKING:
    from collections.abc import Mapping

    from requests import Response

    from variantdocs.remote.network.addresses import AddressPolicy
    from variantdocs.remote.network.deadline import Budget, Clock
    from variantdocs.remote.settings import RemoteSettings

AT_ONCE = 16
"""Requests at the same time. More would save little: each new connection costs three round trips first."""
RETRIES = 3
MAX_REDIRECTS = 3
_BUILD_FILES = 64
"""All files of a build together may have this many times ``rli_max_bytes``."""
_FIRST_PAUSE = 0.5
_FIRST_GATE = 2.0
_PRINTABLE = re.compile(r"[\x21-\x7e]+")
_NETWORK_ERRORS = (RequestException, HTTPError, http.client.HTTPException, OSError, ValueError)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """What does not change from redirect to redirect."""

    url: str
    headers: Mapping[str, str]
    limit: int
    also_allowed: tuple[str, ...]
    retries: int


class Fetcher:
    """The only sockets of remote includes. Usable by several threads of one process."""

    def __init__(
        self,
        settings: RemoteSettings,
        *,
        addresses: AddressPolicy,
        clock: Clock,
        budget: Budget,
        user_agent: str,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self.budget = budget
        self._deadline = RequestDeadline(clock)
        headers = {
            "User-Agent": user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "Accept-Language": "en",
        }
        self._session = Session(
            addresses=addresses,
            deadline=self._deadline,
            connections=AT_ONCE,
            headers=headers,
            proxy=settings.proxy,
            authorities=settings.tls_cacerts,
        )
        self._lock = threading.Lock()
        self._gates: dict[str, float] = {}
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
        retries: int = RETRIES,
    ) -> Fetched | None:
        """Fetch a URL, or find that it has not changed (None) since a validator was given.

        :param url: In canonical form.
        :param limit: Bytes that the body may have; ``rli_max_bytes`` if not given.
        :param also_allowed: Prefixes allowed for this once, for questions of our own to a forge.
        :param retries: How often to try again what may be over in a moment.
        :raises RemoteError: ``rli.blocked`` or ``rli.fetch``; :class:`GoneError` for 404 and 410,
            :class:`UnreachableError` if it is not about this one file.
        """
        if canonical_url(url, signed=True) != url:
            # Whoever made it: what is allowed, and gets a token, is decided by how a URL begins.
            raise RemoteError(Kind.RLI_BLOCKED, f"{shown(url)}: not in canonical form; nothing is fetched")
        headers = {}
        if etag is not None:
            headers["If-None-Match"] = etag
        if last_modified is not None:
            headers["If-Modified-Since"] = last_modified
        wanted = _Wanted(
            url=url,
            headers=headers,
            limit=self._settings.max_bytes if limit is None else limit,
            also_allowed=also_allowed,
            retries=retries,
        )
        with self.budget.spending():
            try:
                return self._with_retries(wanted)
            except RemoteError as exc:
                # Whatever a message was made of, no token leaves in it.
                raise type(exc)(exc.kind, redacted(exc.message, secrets=self._secrets())) from None

    def close_idle(self) -> None:
        """Close every socket that waits for another request."""
        self._session.close()

    def cancel(self) -> None:
        """End all waiting, and let no further request begin."""
        self._cancelled.set()

    def _with_retries(self, wanted: _Wanted) -> Fetched | None:
        # Not urllib3's retries: they sleep, where here one wait holds for all requests to a host, ends
        # when the build is interrupted, and is not begun if it would outlast the deadline.
        for attempt in range(wanted.retries + 1):
            try:
                return self._attempt(wanted)
            except TransientError as exc:
                pause = self._pause(exc, attempt)
                if attempt == wanted.retries or self._cancelled.is_set():
                    raise UnreachableError(exc.error.kind, exc.error.message) from None
                if pause >= self.budget.left():
                    why = "trying again would exceed rli_deadline"
                    if exc.retry_after:
                        why = f"it asks to wait {pause:.0f} seconds, longer than rli_deadline allows"
                    raise UnreachableError(exc.error.kind, f"{exc.error.message}; {why}") from None
                if exc.retry_after is None:
                    self._clock.wait(self._cancelled, pause)
        raise AssertionError("the last attempt returns or raises")

    def _pause(self, exc: TransientError, attempt: int) -> float:
        """Give the seconds to wait; for too many requests, make all requests to that host wait."""
        spread = random.uniform(0.75, 1.25)  # so that clients that failed together do not come back together
        if exc.retry_after is None:
            return _FIRST_PAUSE * 2.0**attempt * spread
        pause = exc.retry_after or _FIRST_GATE * 2.0**attempt * spread
        with self._lock:
            opens = self._clock.monotonic() + pause
            self._gates[exc.host] = max(opens, self._gates.get(exc.host, 0.0))
        return pause

    def _attempt(self, wanted: _Wanted) -> Fetched | None:
        until = self._clock.monotonic() + REQUEST_TIMEOUTS * self._settings.timeout
        url, moved, private = wanted.url, False, False
        for hop in range(MAX_REDIRECTS + 1):
            self._refuse_unless_allowed(wanted, url)
            # Waiting for a host that asked for it is not taken from the time of the attempt.
            until += self._wait_at_gate(wanted, split(url)[0])
            token = self._authorization(url) if hop == 0 else None
            private = private or token is not None  # also what a redirect then leads to, signed perhaps
            answer = self._hop(wanted, url, token, until=until, moved=moved, private=private)
            if not isinstance(answer, Redirect):
                return answer
            if hop == 0:
                moved = answer.permanent
            url = self._redirected(wanted, url, answer.location)
        raise failed(wanted.url, f"it was redirected more than {MAX_REDIRECTS} times")

    def _refuse_unless_allowed(self, wanted: _Wanted, url: str) -> None:
        if any(has_prefix(url, prefix) for prefix in (*self._settings.allowed, *wanted.also_allowed)):
            return
        via = "" if url == wanted.url else f" (redirected from {shown(wanted.url)})"
        message = f"{shown(url)}{via}: not below a prefix in rli_allowed; add one there if you trust it"
        raise RemoteError(Kind.RLI_BLOCKED, message)

    def _redirected(self, wanted: _Wanted, url: str, location: str) -> str:
        try:
            refuse_odd_characters(location)  # joining would drop some of them
            return canonical_url(urljoin(url, location), signed=True)
        except RemoteError as exc:
            what = f"it was redirected to an address that may not be fetched: {exc.message}"
            raise RemoteError(Kind.RLI_BLOCKED, f"{shown(wanted.url)}: {what}") from None
        except ValueError:
            raise failed(wanted.url, "it was redirected to something that is not an address") from None

    def _hop(
        self, wanted: _Wanted, url: str, token: str | None, *, until: float, moved: bool, private: bool
    ) -> Fetched | Redirect | None:
        host = split(url)[0]
        headers = {**wanted.headers, **({} if token is None else {"Authorization": token})}
        try:
            self._deadline.timeout = self._settings.timeout
            self._deadline.until = min(until, self._clock.monotonic() + self.budget.left())
            with self._response(url, headers) as response:
                answer = judged(
                    response,
                    url=wanted.url,
                    host=host,
                    limit=wanted.limit,
                    conditional=bool(wanted.headers),
                    location=self._session.location(response),
                    clock=self._clock,
                    unset_token=self._unset_token(wanted.url),
                )
                if not isinstance(answer, Body):
                    return answer
        except RefusedAddressError as exc:
            raise RemoteError(Kind.RLI_BLOCKED, f"{shown(url)}: {exc}") from None
        except _NETWORK_ERRORS as exc:
            raise self._network_failure(wanted, host, exc) from None
        self._count(wanted, len(answer.data))
        return Fetched(
            body=answer.data,
            final_url=printable(redacted(url, secrets=self._secrets())),
            etag=validator(response, "ETag"),
            last_modified=validator(response, "Last-Modified"),
            content_type=response.headers.get("Content-Type", ""),
            moved=moved,
            complete=answer.complete,
            private=private,
        )

    def _response(self, url: str, headers: Mapping[str, str]) -> Response:
        request = self._session.prepare_request(Request("GET", url, headers=headers))
        if request.url != url:
            raise ValueError("requests reads the URL in another way")
        while True:
            try:
                return self._session.send(
                    request, stream=True, allow_redirects=False, timeout=self._deadline.seconds()
                )
            except RequestException as exc:
                # A connection that was closed while it was idle is gone from the pool; a new one is made.
                if not is_caused_by(exc, StaleConnectionError):
                    raise

    def _count(self, wanted: _Wanted, size: int) -> None:
        with self._lock:
            self._bytes += size
            too_much = self._bytes > _BUILD_FILES * max(self._settings.max_bytes, wanted.limit)
        if too_much:
            message = f"{shown(wanted.url)}: the remote files of this build are too large together"
            raise RemoteError(Kind.RLI_BLOCKED, f"{message}; raise rli_max_bytes or include fewer")

    def _wait_at_gate(self, wanted: _Wanted, host: str) -> float:
        """Wait as long as a host asked all of us to, and give the seconds that it took."""
        began = self._clock.monotonic()
        while True:
            if self._cancelled.is_set():
                raise failed(wanted.url, "fetching was interrupted")
            left = self.budget.left()
            if left <= 0:
                raise self._deadline_passed(wanted)
            with self._lock:
                pause = self._gates.get(host, 0.0) - self._clock.monotonic()
            if pause <= 0:
                return self._clock.monotonic() - began
            if pause >= left:
                what = f"{host} asks to wait {pause:.0f} seconds, longer than rli_deadline allows"
                raise unreachable(wanted.url, f"{what}; try later, or raise rli_deadline")
            self._clock.wait(self._cancelled, pause)

    def _deadline_passed(self, wanted: _Wanted) -> RemoteError:
        return unreachable(
            wanted.url, f"all fetching together took longer than rli_deadline ({self.budget.seconds:g} s)"
        )

    def _network_failure(self, wanted: _Wanted, host: str, exc: Exception) -> Exception:
        if self.budget.left() <= 0:
            return self._deadline_passed(wanted)
        return network_failure(wanted.url, host, exc, self._settings)

    def _authorization(self, url: str) -> str | None:
        variable = self._token_variable(url)
        token = os.environ.get(variable, "") if variable else ""
        if not token:
            return None
        if not _PRINTABLE.fullmatch(token):
            message = f"{shown(url)}: the environment variable {variable} holds something that is not a token"
            raise RemoteError(Kind.RLI_FETCH, message)
        if split(url)[0] == "github.com":  # git over https takes user names and passwords only
            return "Basic " + base64.b64encode(f"x-access-token:{token}".encode()).decode()
        return f"Bearer {token}"

    def _token_variable(self, url: str) -> str | None:
        bound = [prefix for prefix in self._settings.tokens if url.startswith(prefix)]
        return self._settings.tokens[max(bound, key=len)] if bound else None

    def _unset_token(self, url: str) -> str | None:
        variable = self._token_variable(url)
        return variable if variable and not os.environ.get(variable) else None

    def _secrets(self) -> list[str]:
        return [os.environ.get(variable, "") for variable in self._settings.tokens.values()]
