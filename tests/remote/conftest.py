"""A server on loopback that misbehaves on request, and settings that lead to it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from variantdocs.remote.loader import Loader
from variantdocs.remote.network.deadline import Clock
from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from variantdocs.remote.network.addresses import AddressPolicy


def _beside(name: str) -> ModuleType:
    """Load a module that lies beside this file: test folders are not packages."""
    spec = importlib.util.spec_from_file_location(f"remote_{name}", Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def loopback() -> ModuleType:
    """The module ``loopback_server``: Server, Reply, Request, Wire, wait_until."""
    return _beside("loopback_server")


@pytest.fixture(scope="session")
def certificate(loopback: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return loopback.make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def server(loopback: ModuleType, certificate: Any) -> Iterator[Any]:
    """A running server: ``server.files["/o/r/main/x.py"] = b"…"``, ``server.requests``."""
    running = loopback.Server(certificate)
    yield running
    running.close()
    assert running.errors == []


class FastClock(Clock):
    """The machine's clocks, but waiting takes no time: the clocks jump, and the wait is noted."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        self.skipped = 0.0

    def time(self) -> float:
        return super().time() + self.skipped

    def monotonic(self) -> float:
        return super().monotonic() + self.skipped

    def wait(self, woken: threading.Event, seconds: float) -> None:
        self.waits.append(seconds)
        self.skipped += seconds


@pytest.fixture
def clock() -> FastClock:
    return FastClock()


@pytest.fixture
def settings(tmp_path: Path) -> Callable[..., RemoteSettings]:
    """Settings with a cache and a lock of this test's own."""

    def make(**changes: Any) -> RemoteSettings:
        known = {"cache": tmp_path / "cache", "lock": tmp_path / "remote.lock", "mode": "dev"}
        return RemoteSettings(**(known | changes))

    return make


@pytest.fixture
def project(tmp_path: Path, server: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A folder of pages that Sphinx builds, with ``server`` in the place of the internet."""
    monkeypatch.delenv("CI", raising=False)
    return _beside("sphinx_builds").Project(tmp_path, server)


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing be looked up or connected to: an attempt is no error that can be caught."""

    def refuse(*args: Any, **kwargs: Any) -> Any:
        pytest.exit(f"a socket was asked for: {args}", returncode=3)

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    monkeypatch.setattr("socket.socket.connect_ex", refuse)


@pytest.fixture
def loader(
    server: Any, settings: Callable[..., RemoteSettings], clock: FastClock
) -> Iterator[Callable[..., Loader]]:
    """Make loaders that lead to the server: ``loader(mode="frozen")``."""
    made = []

    def make(*, addresses: AddressPolicy | None = None, **changes: Any) -> Loader:
        made.append(Loader(settings(**changes), addresses=addresses or server.addresses, clock=clock))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def refusal(loader: Callable[..., Loader]) -> Callable[..., tuple[str, str]]:
    """Give the kind and the message with which a URL is refused."""

    def refuse(url: str, *, by: Loader | None = None, **changes: Any) -> tuple[str, str]:
        with pytest.raises(RemoteError) as caught:
            (by or loader(**changes)).load(url)
        return str(caught.value.kind), caught.value.message

    return refuse
