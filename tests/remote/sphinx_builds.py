"""Sphinx builds of small projects, with a server on loopback in the place of the internet."""

from __future__ import annotations

import functools
import io
import re
import sys
import types
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.console import strip_escape_sequences
from sphinx.util.docutils import docutils_namespace, patch_docutils

from variantdocs.remote.loader import Loader
from variantdocs.remote.sphinx_hooks import connect
from variantdocs.remote.uses import REMOTE_USES

if TYPE_CHECKING:
    from variantdocs.remote.uses import RemoteUse

EXTENSION = "remote_on_loopback"


@dataclass(frozen=True)
class Built:
    """What a build gave."""

    app: Sphinx
    status: int
    messages: list[str]
    """Warnings and errors, with paths relative to the sources."""
    read: list[str]
    """The pages that were read."""
    uses: dict[str, list[RemoteUse]]

    def page(self, name: str) -> str:
        return (Path(self.app.outdir) / name).read_text("utf-8")

    def doctree(self, docname: str) -> nodes.document:
        return self.app.env.get_doctree(docname)

    def blocks(self, docname: str) -> list[nodes.literal_block]:
        return list(self.doctree(docname).findall(nodes.literal_block))

    def files(self) -> dict[str, bytes]:
        """Everything that was written, but what Sphinx keeps for itself."""
        outdir = Path(self.app.outdir)
        found = {p.relative_to(outdir).as_posix(): p for p in outdir.rglob("*") if p.is_file()}
        own = {".buildinfo", "environment.pickle"}
        return {name: path.read_bytes() for name, path in found.items() if path.name not in own}


class Project:
    """A folder with pages, a lock, a cache."""

    def __init__(self, root: Path, server: Any) -> None:
        self.root = root
        self.server = server
        self.source = root / "source"
        self.source.mkdir()
        self.out = root / "out"
        self.cache = root / "cache"
        self.lock = root / "remote.lock"

    def write(self, name: str, text: str) -> Path:
        path = self.source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def build(
        self,
        *,
        builder: str = "dummy",
        parallel: int = 1,
        fresh: bool = False,
        out: Path | None = None,
        **conf: Any,
    ) -> Built:
        out = out or self.out
        extension = types.ModuleType(EXTENSION)
        extension.setup = functools.partial(  # type: ignore[attr-defined]
            connect, make_loader=functools.partial(Loader, addresses=self.server.addresses)
        )
        sys.modules[EXTENSION] = extension
        if not (self.source / "index.md").exists():
            self.write("index.md", "# Index\n")
        known = {
            "extensions": ["myst_parser", EXTENSION],
            "myst_enable_extensions": ["colon_fence"],
            "rli_cache": str(self.cache),
            "rli_lock": str(self.lock),
            "html_theme": "basic",
            "html_last_updated_fmt": None,
            "suppress_warnings": ["toc.not_included", "rli.unlocked", *conf.pop("suppress", [])],
        }
        warnings = io.StringIO()
        read: list[str] = []
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                self.source,
                None,
                out / builder,
                out / "doctrees",
                builder,
                confoverrides=known | conf,
                status=None,
                warning=warnings,
                freshenv=fresh,
                parallel=parallel,
            )
            app.connect("env-before-read-docs", lambda app, env, docnames: read.extend(docnames))
            app.build()
        del sys.modules[EXTENSION]
        return Built(
            app=app,
            status=app.statuscode,
            messages=self._messages(warnings.getvalue()),
            read=sorted(read),
            uses=dict(REMOTE_USES.of(app.env)),
        )

    def _messages(self, text: str) -> list[str]:
        text = strip_escape_sequences(text).replace(f"{self.source}/", "")
        # Sphinx 8.1 cannot suppress this message.
        text = re.sub(r"^.*: WARNING: document isn't included in any toctree\n", "", text, flags=re.M)
        # A message begins with a place; what follows without one belongs to it.
        return [m for m in re.split(r"\n(?=[\w./-]+(?::\d+)?: (?:WARNING|ERROR))", text.strip("\n")) if m]
