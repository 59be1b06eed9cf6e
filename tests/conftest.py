"""What the tests of all features share: a project to build, and no way to the outside."""

from __future__ import annotations

import copy
import hashlib
import json
import os
import pickle
import shutil
import socket
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup
from docutils import nodes
from sphinx import deprecation
from sphinx.config import Config
from tests.command_server import CommandServer
from tests.template_cache import keep_compiled_templates
from tests.web import CHROMIUM_OPTIONS, installed_chromium

from variantdocs.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VARIANTS = """\
version: 1
variants:
  serverless:
    title: Serverless
    vars: {product: Acme Serverless}
  byoc:
    title: BYOC
    vars: {product: Acme BYOC, registry: ghcr.io}
groups:
  self_managed: [byoc]
vars: {company: Acme}
"""

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "basic"
myst_enable_extensions = ["colon_fence", "attrs_inline"]
exclude_patterns = ["_*"]
"""


LONGEST = ("promises", "preview", "switcher", "rebuild", "multibuild")
"""Folders of tests that take long; they begin, so that at the end no process of the tests waits for another."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take longest."""

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(Path(__file__).parent).parts[0]
        return LONGEST.index(folder) if folder in LONGEST else len(LONGEST)

    items.sort(key=rank)


def pytest_configure(config: pytest.Config) -> None:
    """Ignore what other packages use that Sphinx will drop: the classes are named after its versions."""
    for name in vars(deprecation):
        if name.startswith("RemovedInSphinx"):
            config.addinivalue_line("filterwarnings", f"ignore::{deprecation.__name__}.{name}")


_DEFAULTS = {
    name: copy.deepcopy(value.default)
    for name, value in Config.config_values.items()
    if isinstance(value.default, (list, dict))
}


@pytest.fixture(autouse=True)
def default_settings() -> Iterator[None]:
    """Themes and extensions add to the defaults of settings, which the applications of a process share."""
    _reset_defaults()
    yield
    _reset_defaults()


def _reset_defaults() -> None:
    for name, value in _DEFAULTS.items():
        default = Config.config_values[name].default
        default.clear()
        default.extend(value) if isinstance(value, list) else default.update(value)


@pytest.fixture(autouse=True)
def only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves the machine; forked builds inherit this."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = str(address[0])
            assert host in ("localhost", "::1") or host.startswith("127."), f"a test connects to {host}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where compiled templates of themes are kept for this session, for its builds in this process, too."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # which all workers of the session share
    keep_compiled_templates(folder / "compiled-templates")
    return folder / "compiled-templates"


@pytest.fixture(scope="session")
def commands(compiled_templates: Path) -> Iterator[CommandServer]:
    """Runs commands without waiting for Python to start: ``commands.run("sphinx", "build", …)``."""
    server = CommandServer(compiled_templates)
    yield server
    server.close()


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where the machine's Chromium is; without one, skipped, except where CI is set."""
    path = installed_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("no Chromium on this machine; .ci/run installs it")
    if path is None:
        pytest.skip("no Chromium on this machine")
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Chromium, without a window; it ends with the module, as other tests need a thread without an event loop."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Built:
    """What a build said and left."""

    folder: Path
    status: int
    messages: list[str]
    output: str

    def page(self, variant: str, docname: str) -> BeautifulSoup:
        return BeautifulSoup(self.html(variant, docname), "html.parser")

    def html(self, variant: str, docname: str) -> str:
        return (self.folder / "build/html" / variant / f"{docname}.html").read_text("utf-8")

    def text(self, variant: str, docname: str) -> str:
        """The text of the page's body, each run of white space one space."""
        body = self.page(variant, docname).select_one(".body")
        assert body is not None
        for mark in body.select(".headerlink, .variant-switcher"):
            mark.decompose()
        return " ".join(body.get_text().split())

    def has(self, path: str) -> bool:
        return (self.folder / "build/html" / path).exists()

    def files(self, variant: str = "") -> dict[str, bytes]:
        root = self.folder / "build/html" / variant
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}

    def doctree(self, variant: str, docname: str) -> nodes.document:
        path = self.folder / "build/doctrees" / variant / f"{docname}.doctree"
        with path.open("rb") as file:
            found = pickle.load(file)
        assert isinstance(found, nodes.document)
        return found

    def json(self, path: str) -> Any:
        return json.loads((self.folder / "build" / path).read_text("utf-8"))


class Project:
    """A small project in a folder of its own; paths in its messages are relative to it.

    :param kept_builds: Where :meth:`build_once` keeps what it has built.
    """

    def __init__(
        self, folder: Path, capfd: pytest.CaptureFixture[str], kept_builds: Path | None = None
    ) -> None:
        self.folder = folder
        self._capfd = capfd
        self._kept_builds = kept_builds
        self.write({"conf.py": CONF, "variants.yaml": VARIANTS})

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files below the project's folder; texts are dedented."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                path.write_text(dedent(content), "utf-8")

    def pages(self, files: Mapping[str, str]) -> None:
        """Write pages below ``source/``."""
        self.write({f"source/{name}": content for name, content in files.items()})

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def move(self, name: str) -> None:
        """Move all files into a folder below, and work there."""
        files = list(self.folder.iterdir())
        self.folder = self.folder / name
        self.folder.mkdir()
        for path in files:
            path.rename(self.folder / path.name)
        os.chdir(self.folder)

    def build(self, *options: str, pages: Iterable[str] = ()) -> Built:
        """Build all variants as ``variantdocs build`` does; of ``pages`` if any are named."""
        self._capfd.readouterr()
        options = ("-c", ".", "-d", "build/doctrees", *options)
        status = main(["build", *options, "source", "build/html", *pages])
        said = self._capfd.readouterr()
        return Built(
            folder=self.folder, status=status, messages=_messages(said.err), output=said.out + said.err
        )

    def build_once(self) -> None:
        """Build from nothing, for a test of the next build; copy what was built of the same files before."""
        assert self._kept_builds is not None
        content = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                content.update(f"{path.relative_to(self.folder)}\0{path.stat().st_size}\0".encode())
                content.update(path.read_bytes())
        kept, folder = self._kept_builds / content.hexdigest(), self.folder / "build"
        assert not folder.exists()
        if kept.exists():
            shutil.copytree(kept, folder)
        else:
            self.build()
            shutil.copytree(folder, kept)


def _messages(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


@pytest.fixture(scope="session")
def kept_builds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where :meth:`Project.build_once` keeps what it has built."""
    return tmp_path_factory.mktemp("kept-builds")


@pytest.fixture
def project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], kept_builds: Path
) -> Project:
    """An empty project, and the current folder in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    return Project(tmp_path, capfd, kept_builds)


@pytest.fixture
def build(project: Project) -> Callable[..., Built]:
    """Build a project from its pages: ``build({"index.md": "# Home"})``."""

    def run(pages: Mapping[str, str], *options: str) -> Built:
        project.pages(pages)
        return project.build(*options)

    return run
