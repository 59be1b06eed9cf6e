"""Connect to an address that was looked up once and checked, and never read past a deadline.

The sockets are given the time that is left before each read, in every phase: lookup, connect,
handshake, headers, body.
"""

from __future__ import annotations

import http
import http.client
import re
import socket
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPSConnection
from urllib3.util.connection import create_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from urllib3.response import HTTPResponse

    from variantdocs.remote.network.addresses import AddressPolicy, Endpoint
    from variantdocs.remote.network.deadline import RequestDeadline

_MAX_INTERIM_RESPONSES = 8
_MAX_CHUNK_LINE = 1 << 12
_MAX_ADDRESSES = 6
_FIRST_ADDRESSES_SHARE = 4


class UnclearLengthError(http.client.HTTPException):
    """The length of a body can be read in two ways, or not at all."""


class RefusedAddressError(Exception):
    """A name leads to an address that may not be connected to.

    Not an ``OSError``: to the libraries above, that would be a failure to be tried again.
    """


class StaleConnectionError(ConnectionError):
    """The server had closed a connection while it was idle: nothing was lost."""


class _TimedSocket(socket.socket):
    deadline: RequestDeadline | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        with _within(self, self.deadline):
            return super().recv_into(*args, **kwargs)


class _TimedTlsSocket(ssl.SSLSocket):
    deadline: RequestDeadline | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        with _within(self, self.deadline):
            return super().recv_into(*args, **kwargs)


@contextmanager
def _within(sock: socket.socket, deadline: RequestDeadline | None) -> Iterator[None]:
    if deadline is None:
        yield
        return
    sock.settimeout(deadline.seconds())
    try:
        yield
    except TimeoutError:
        deadline.seconds()  # raises if the whole request is late, and not only this read
        raise


class _Response(http.client.HTTPResponse):
    """The standard library's reader, without three of its weaknesses."""

    def begin(self) -> None:
        super().begin()
        # The standard library takes the first of two lengths, and -1 for none.
        lengths = self.headers.get_all("content-length", [])
        if len(lengths) > 1 or any(not re.fullmatch("[0-9]{1,18}", length.strip()) for length in lengths):
            raise UnclearLengthError

    def _read_status(self) -> tuple[str, int, str]:
        # The standard library skips 100 Continue, without counting, and takes 103 Early Hints for the
        # response.
        for _ in range(_MAX_INTERIM_RESPONSES):
            version, status, reason = super()._read_status()  # type: ignore[misc]
            if status == http.HTTPStatus.SWITCHING_PROTOCOLS or not 100 <= status < 200:
                return version, status, reason
            http.client.parse_headers(self.fp)
        raise http.client.HTTPException("too many interim responses")

    def _read_next_chunk_size(self) -> int:
        # The standard library takes whatever int() does: 0x3, and -1, for which it reads everything.
        line = self.fp.readline(_MAX_CHUNK_LINE)
        if not line:
            raise ValueError("the connection ended")  # for which the caller has an exception
        size = line.partition(b";")[0].strip()
        if not line.endswith(b"\n") or not re.fullmatch(b"[0-9A-Fa-f]{1,16}", size):
            raise http.client.HTTPException("a chunk without a size")
        return int(size, 16)


class PinnedConnection(HTTPSConnection):
    """A connection to a name, by way of the addresses that a policy passes.

    A proxy, if there is one, looks names up in our place; it may lie in a private network.

    :param deadline: What the request in progress may still take.
    :param kwargs: As urllib3's pools give them; ``ssl_context`` is from :func:`timed_context`.
    """

    response_class = _Response

    def __init__(
        self, host: str, *, addresses: AddressPolicy, deadline: RequestDeadline, **kwargs: Any
    ) -> None:
        super().__init__(host, **kwargs)
        self._addresses = addresses
        self._deadline = deadline
        self._responses = 0

    def connect(self) -> None:
        """Look the name up, check its addresses, connect, shake hands.

        :raises RefusedAddressError: if one of the addresses is refused.
        """
        self.timeout = self._deadline.seconds()
        self._responses = 0
        super().connect()
        sock: Any = self.sock
        sock.deadline = self._deadline

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as in urllib3
        """Read the head of the response.

        :raises StaleConnectionError: if the connection was used before, and had been closed since.
        """
        try:
            response = super().getresponse()
        except ConnectionError as exc:  # http.client.RemoteDisconnected is one
            if self._responses:
                raise StaleConnectionError from exc
            raise
        self._responses += 1
        return response

    def _new_conn(self) -> socket.socket:
        if self.proxy is not None:
            return self._timed(create_connection((self.host, self.port), self._deadline.seconds()))
        found = _looked_up(self._addresses, self.host, self.port, seconds=self._deadline.seconds())
        for endpoint in found:
            refusal = self._addresses.refusal(endpoint.address)
            if refusal is not None:
                raise RefusedAddressError(
                    f"{self.host} leads to {endpoint.address}, {refusal}; nothing is fetched from there"
                )
        return self._timed(self._connected(found[:_MAX_ADDRESSES]))

    def _connected(self, endpoints: list[Endpoint]) -> socket.socket:
        last: OSError | None = None
        for position, endpoint in enumerate(endpoints, start=1):
            seconds = self._deadline.seconds()
            if position < len(endpoints):
                # One dead address, often an IPv6 one, must not cost the time of all.
                seconds /= _FIRST_ADDRESSES_SHARE
            sock = socket.socket(endpoint.family, socket.SOCK_STREAM)
            try:
                sock.settimeout(seconds)
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.connect(endpoint.sockaddr)
            except OSError as exc:
                sock.close()
                last = exc
                continue
            return sock
        raise last if last is not None else OSError("no address")

    def _timed(self, sock: socket.socket) -> socket.socket:
        timed = _TimedSocket(sock.family, sock.type, sock.proto, fileno=sock.detach())
        timed.deadline = self._deadline
        timed.settimeout(self._deadline.seconds())
        return timed


def timed_context(addresses: AddressPolicy, authorities: str | None) -> ssl.SSLContext:
    """Give the policy's TLS context, making sockets that keep to a deadline.

    :param authorities: A file or folder of the only certificate authorities that are trusted.
    """
    context = addresses.tls_context() if authorities is None else only_trusting(authorities)
    context.sslsocket_class = _TimedTlsSocket
    return context


def only_trusting(authorities: str) -> ssl.SSLContext:
    """Make the context that trusts the certificate authorities in a file or folder, and no others."""
    if Path(authorities).is_dir():
        return ssl.create_default_context(capath=authorities)
    return ssl.create_default_context(cafile=authorities)


def _looked_up(addresses: AddressPolicy, host: str, port: int, *, seconds: float) -> list[Endpoint]:
    """Look a name up in a thread: the system's resolver cannot be told when to give up."""
    found: list[Endpoint] = []
    failed: list[OSError] = []

    def look() -> None:
        try:
            found.extend(addresses.resolve(host, port))
        except OSError as exc:
            failed.append(exc)
        except UnicodeError as exc:
            failed.append(socket.gaierror(socket.EAI_NONAME, str(exc)))

    thread = threading.Thread(target=look, name=f"look up {host}", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if thread.is_alive():
        raise socket.gaierror(socket.EAI_AGAIN, "the lookup took too long")
    if not found:
        raise socket.gaierror(socket.EAI_NONAME, "no address")
    return found
