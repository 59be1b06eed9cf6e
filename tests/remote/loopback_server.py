"""An HTTPS server on loopback that answers as told, well or badly.

Remote includes only ever ask for ``https://name/path`` on port 443. So the tests use the real
addresses, and :class:`LoopbackAddresses`, given to the loader in place of the public address
policy, leads every name to this server. Nothing else of the loader is replaced.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from variantdocs.remote.network.addresses import AddressPolicy, Endpoint

if TYPE_CHECKING:
    from pathlib import Path

NAMES = (
    "raw.githubusercontent.com",
    "gist.githubusercontent.com",
    "github.com",
    "api.github.com",
    "code.example",
    "other.example",
    "localhost",
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A throwaway certificate for all of :data:`NAMES`, and its key."""

    chain: Path
    key: Path


def make_certificate(folder: Path) -> Certificate:
    certificate = Certificate(folder / "loopback.pem", folder / "loopback.key")
    names = ",".join(f"DNS:{name}" for name in NAMES)
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=loopback"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", f"subjectAltName={names}"),
            *("-keyout", str(certificate.key), "-out", str(certificate.chain)),
        ],
        check=True,
        capture_output=True,
    )
    return certificate


class LoopbackAddresses(AddressPolicy):
    """Lead every name to one port on loopback, and trust its throwaway certificate."""

    def __init__(self, port: int, chain: Path) -> None:
        self.port = port
        self.chain = chain
        self.lookups: list[str] = []

    def resolve(self, host: str, port: int) -> list[Endpoint]:
        self.lookups.append(host)
        return [Endpoint(socket.AF_INET, ("127.0.0.1", self.port))]

    def refusal(self, address: str) -> str | None:
        return None if address == "127.0.0.1" else f"{address} is not this test's server"

    def tls_context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.chain))


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked for."""

    method: str
    target: str
    headers: Mapping[str, str]

    @property
    def url(self) -> str:
        return f"https://{self.headers.get('host', '')}{self.target}"


@dataclass(slots=True)
class Reply:
    """A well-formed answer. Without ``content-length`` in the headers, one is added."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def wire(self) -> bytes:
        headers = {"content-length": str(len(self.body)), **self.headers}
        lines = [f"HTTP/1.1 {self.status} Whatever", *(f"{k}: {v}" for k, v in headers.items())]
        body = b"" if self.status == 304 else self.body
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Wire:
    """The connection itself, for answers that no well-behaved server would give."""

    def __init__(self, sock: socket.socket, stopping: threading.Event) -> None:
        self._socket = sock
        self._stopping = stopping

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def drip(self, data: bytes, *, every: float) -> None:
        """Send one byte at a time until the client has had enough."""
        for byte in data:
            if self.silence(every):
                return
            self._socket.sendall(bytes([byte]))

    def silence(self, seconds: float) -> bool:
        """Say nothing for a while. True when the server is being stopped."""
        return self._stopping.wait(seconds)

    def reset(self) -> None:
        """End the connection with a RST."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        raw = socket.socket(fileno=self._socket.detach())
        raw.close()


Answer = Reply | bytes | Callable[[Request, Wire], "Reply | bytes | None"]
"""What a path answers: a reply, bytes of the whole reply (the connection is closed after them), or
a function that gives one of the two, or writes to the wire itself and gives None."""


class Server:
    """Serve ``files`` and ``answers`` from a port on loopback until closed.

    ``files[path] = bytes`` is served with status 200; ``answers[path]`` is an :data:`Answer`, or
    a list of them, given one after the other, the last one for ever. A key may be a path
    (for any name) or a whole URL.
    """

    def __init__(self, certificate: Certificate, *, tls: bool = True) -> None:
        self.files: dict[str, bytes] = {}
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.delay = 0.0
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once = 0
        self.stall_handshakes = False
        self.errors: list[BaseException] = []
        self._at_once = 0
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._context: ssl.SSLContext | None = None
        if tls:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate.chain, certificate.key)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self.addresses = LoopbackAddresses(self.port, certificate.chain)
        self._acceptor = threading.Thread(target=self._accept, daemon=True)
        self._acceptor.start()

    def url(self, path: str, *, host: str = "raw.githubusercontent.com") -> str:
        """Say under which URL a path of this server is met."""
        return f"https://{host}/{path.lstrip('/')}"

    def add(self, path: str, body: bytes, *, host: str = "raw.githubusercontent.com") -> str:
        """Serve a file, and give its URL."""
        self.files["/" + path.lstrip("/")] = body
        return self.url(path, host=host)

    def asked(self, path: str) -> list[Request]:
        """Give the requests for a path, or for a whole URL."""
        return [r for r in self.requests if path in (r.target, r.url)]

    def close(self) -> None:
        self._stopping.set()
        # A thread in accept() keeps the port open until it returns: shutdown wakes it.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            for sock in self._open:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(5)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, raw: socket.socket) -> None:
        sock = raw
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(raw)
        try:
            if self.stall_handshakes:
                self._stopping.wait(30)
                return
            if self._context is not None:
                sock = self._context.wrap_socket(raw, server_side=True)
                with self._lock:
                    self._open.discard(raw)
                    self._open.add(sock)
            while self._answer_one(sock):
                pass
        except (OSError, ValueError):
            pass  # the client went away, or was sent away: both are what tests do
        finally:
            with self._lock:
                self._open.discard(raw)
                self._open.discard(sock)
            sock.close()

    def _answer_one(self, sock: socket.socket) -> bool:
        request = _read_request(sock)
        if request is None:
            return False
        with self._lock:
            self.requests.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if self.delay and self._stopping.wait(self.delay):
                return False
            answer: Answer | None = self._answer_for(request)
            if callable(answer):
                try:
                    answer = answer(request, Wire(sock, self._stopping))
                except (OSError, ValueError):
                    return False
                except BaseException as exc:
                    self.errors.append(exc)
                    raise
        finally:
            with self._lock:
                self._at_once -= 1
        if answer is None:
            return False
        if isinstance(answer, bytes):
            sock.sendall(answer)
            _say_goodbye(sock)
            return False
        sock.sendall(answer.wire())
        return True

    def _answer_for(self, request: Request) -> Answer:
        with self._lock:
            for key in (request.url, request.target):
                found = self.answers.get(key)
                if isinstance(found, list):
                    return found.pop(0) if len(found) > 1 else found[0]
                if found is not None:
                    return found
                body = self.files.get(key)
                if body is not None:
                    return Reply(headers={"content-type": "text/plain; charset=utf-8"}, body=body)
        return Reply(status=404, body=b"404: Not Found")


def _read_request(sock: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        more = sock.recv(4096)
        if not more:
            return None
        data += more
    first, *rest = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {}
    for line in rest:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    return Request(method, target, headers)


def _say_goodbye(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        if isinstance(sock, ssl.SSLSocket):
            sock.settimeout(1)
            sock.unwrap()


def wait_until(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Wait for something that another thread or process does."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.005)
