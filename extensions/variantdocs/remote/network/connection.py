"""Connect to an address that was looked up once and checked, and never read past a point in time.

A timeout of a socket is per read: a server that sends a byte now and then is never late. So the
sockets here are given the time left before each read, in every phase: lookup, connect, handshake,
headers, body.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from urllib3.connection import HTTPSConnection
from urllib3.util.connection import create_connection

from variantdocs.messages import Kind
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variantdocs.remote.network.addresses import AddressPolicy, Endpoint
    from variantdocs.remote.network.deadline import Clock

_MAX_INTERIM_ANSWERS = 8
_MAX_ADDRESSES = 6
_FIRST_ADDRESSES_SHARE = 4


class TooLateError(TimeoutError):
    """The point in time came."""


class UnclearLengthError(http.client.HTTPException):
    """The length of a body can be read in two ways, or not at all."""


@dataclass(slots=True)
class Limit:
    """How long one connection may still read: changed before each request."""

    clock: Clock
    timeout: float = 0.0
    until: float = 0.0

    def seconds(self) -> float:
        """Give the seconds that the next operation may take.

        :raises TooLateError: if there are none.
        """
        left = self.until - self.clock.monotonic()
        if left <= 0:
            raise TooLateError
        return min(self.timeout, left)


class _TimedSocket(socket.socket):
    limit: Limit | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        with _within(self, self.limit):
            return super().recv_into(*args, **kwargs)


class _TimedTlsSocket(ssl.SSLSocket):
    limit: Limit | None = None

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        with _within(self, self.limit):
            return super().recv_into(*args, **kwargs)


@contextmanager
def _within(sock: socket.socket, limit: Limit | None) -> Iterator[None]:
    if limit is None:
        yield
        return
    sock.settimeout(limit.seconds())
    try:
        yield
    except TimeoutError:
        limit.seconds()  # says so if it is the point in time that came, and not only a slow read
        raise


class _Answer(http.client.HTTPResponse):
    """The standard library's reader, without three holes of its own."""

    _interim = 0

    def begin(self) -> None:
        super().begin()
        # It takes the first of two lengths, and -1 for none.
        lengths = self.headers.get_all("content-length", [])
        if len(lengths) > 1 or any(not re.fullmatch("[0-9]{1,18}", length.strip()) for length in lengths):
            raise UnclearLengthError

    def _read_status(self) -> tuple[str, int, str]:
        # It skips interim answers (100 Continue) without counting them.
        self._interim += 1
        if self._interim > _MAX_INTERIM_ANSWERS:
            raise http.client.HTTPException("too many interim answers")
        return super()._read_status()  # type: ignore[misc, no-any-return]

    def _read_next_chunk_size(self) -> int:
        # It takes -1 for a size, and then reads everything there is into memory.
        size: int = super()._read_next_chunk_size()  # type: ignore[misc]
        if size < 0:
            raise http.client.HTTPException("a chunk of negative size")
        return size


class PinnedConnection(HTTPSConnection):
    """A connection to port 443 of a name, by way of the addresses that a policy passes.

    :param host: A canonical name.
    :param context: From :func:`timed_context`.
    :param proxy: Host and port of a proxy that looks names up in our place.
    """

    response_class = _Answer

    def __init__(
        self,
        host: str,
        *,
        addresses: AddressPolicy,
        context: ssl.SSLContext,
        clock: Clock,
        proxy: tuple[str, int] | None = None,
        proxy_headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(*(proxy or (host, 443)), ssl_context=context)
        self._addresses = addresses
        self._through_proxy = proxy is not None
        self.limit = Limit(clock)
        self.name = host
        if proxy is not None:
            self.set_tunnel(host, 443, headers=proxy_headers, scheme="http")

    def connect(self) -> None:
        """Look the name up, check its addresses, connect, shake hands.

        :raises RemoteError: ``rli.blocked`` if one of the addresses is refused.
        """
        self.timeout = self.limit.seconds()
        super().connect()
        sock: Any = self.sock
        sock.limit = self.limit

    def _new_conn(self) -> socket.socket:
        if self._through_proxy:
            return self._timed(create_connection((self.host, self.port), self.limit.seconds()))
        found = _looked_up(self._addresses, self.host, self.port, seconds=self.limit.seconds())
        for endpoint in found:
            refusal = self._addresses.refusal(endpoint.address)
            if refusal is not None:
                message = f"{self.host} leads to {endpoint.address}, {refusal}; nothing is fetched from there"
                raise RemoteError(Kind.RLI_BLOCKED, message)
        return self._timed(self._connected(found[:_MAX_ADDRESSES]))

    def _connected(self, endpoints: list[Endpoint]) -> socket.socket:
        last: OSError | None = None
        for position, endpoint in enumerate(endpoints, start=1):
            seconds = self.limit.seconds()
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
        timed.limit = self.limit
        timed.settimeout(self.limit.seconds())
        return timed


def timed_context(addresses: AddressPolicy) -> ssl.SSLContext:
    """Give the policy's TLS context, making sockets that keep to a limit."""
    context = addresses.tls_context()
    context.sslsocket_class = _TimedTlsSocket
    return context


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
