"""Find every use of ``rli`` in every variant of a project, by letting Sphinx read it.

Each variant is read in a process of its own, into a temporary folder, with Sphinx's ``dummy``
builder: what conditions, includes and other extensions make of the pages is then what counts. Nothing
is fetched, and no lock is read.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.errors import ConfigurationError
from variantdocs.messages import Kind
from variantdocs.paths import shown_path
from variantdocs.remote.directive.selection import Selection, selected
from variantdocs.remote.local import is_vendored, local_file
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError
from variantdocs.remote.uses import BuildUses, RemoteUse, read_uses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from variantdocs.remote.settings import RemoteSettings
    from variantdocs.remote.store.lockfile import Lock

_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundUse:
    """One directive, with the variants that show it."""

    docname: str
    """The page; for a directive in an included file, the first page that includes it."""
    use: RemoteUse
    place: str
    """Where the author wrote it, as builds show it: ``source/guide/page.md:12``."""
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a project says about remote files."""

    settings: RemoteSettings
    source_encoding: str
    sources: Path
    uses: tuple[FoundUse, ...]

    @property
    def settings_of_commands(self) -> RemoteSettings:
        """The settings with which the commands fetch, whatever builds do.

        Copies that ``vendor`` made do not hide the files that they are copies of.
        """
        local = {prefix: path for prefix, path in self.settings.local.items() if not is_vendored(path)}
        return self.settings.model_copy(update={"mode": "dev", "local": local})

    @property
    def urls(self) -> list[str]:
        """Every URL whose bytes are shown or compared with, each once, sorted."""
        return sorted({url for found in self.uses if not found.use.refused for url in found.use.urls})

    def places(self, url: str) -> list[str]:
        """Give where a URL is used."""
        return [found.place for found in self.uses if url in found.use.urls]

    def select(self, use: RemoteUse, files: Mapping[str, Path]) -> Selection:
        """Select what a use shows.

        :param files: URL → file, for URLs that no folder of ``rli_local`` stands in for.
        :raises RemoteError: if there is nothing to show.
        """
        options = dict(use.options)
        diff = self._file_of(use.diff_url, files) if use.diff_url else None
        if diff is None and "diff" in options:
            diff = self._beside(use, str(options["diff"]))
        path = self._file_of(use.url, files)
        return selected(path, options, name=use.url, source_encoding=self.source_encoding, diff=diff)

    def _file_of(self, url: str, files: Mapping[str, Path]) -> Path:
        path = files.get(url) or local_file(url, self.settings_of_commands.local)
        if path is None:
            raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: its bytes can no longer be had")
        return path

    def stale_copies(self, lock: Lock) -> tuple[str, ...]:
        """Give the vendored files, as paths to show, that are not what a lock says."""
        folders = {prefix: path for prefix, path in self.settings.local.items() if is_vendored(path)}
        stale = []
        for url in self.urls:
            try:
                path = local_file(url, folders)
            except RemoteError:
                continue  # there is no copy
            entry = lock.sources.get(url)
            if path and entry and hashlib.sha256(path.read_bytes()).hexdigest() != entry.sha256:
                stale.append(shown_path(str(path)))
        return tuple(stale)

    def _beside(self, use: RemoteUse, name: str) -> Path:
        if name.startswith("/"):
            return self.sources / name.lstrip("/")
        docname = next(found.docname for found in self.uses if found.use == use)
        return (self.sources / docname).parent / name


def collect(sources: Path, confdir: Path, *, variants: Sequence[str], options: Iterable[str] = ()) -> Project:
    """Read the pages.

    :param sources: The folder of pages.
    :param confdir: The folder of ``conf.py``.
    :param variants: The variants to read; with none, the project is read once, as it is.
    :param options: More options for ``sphinx-build``.
    :raises ConfigurationError: if Sphinx cannot read the project.
    """
    with tempfile.TemporaryDirectory(prefix="variantdocs-") as scratch:

        def read(number: int, variant: str | None) -> BuildUses:
            folder = Path(scratch, str(number))
            folder.mkdir()
            return _read(sources, confdir, folder, variant, [*options])

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            jobs = [pool.submit(read, n, variant) for n, variant in enumerate(variants or [None])]
            answers = [job.result() for job in jobs]
    found = merged(
        {name: answer.uses for name, answer in zip(variants or [""], answers, strict=True)}, sources=sources
    )
    return Project(
        settings=answers[0].settings,
        source_encoding=answers[0].source_encoding,
        sources=sources,
        uses=found,
    )


def merged(
    answers: Mapping[str, Mapping[str, Iterable[RemoteUse]]], *, sources: Path
) -> tuple[FoundUse, ...]:
    """Join what was found in each variant: a directive that several show is one use.

    :param answers: Variant, or an empty text → docname → uses.
    """
    pages: dict[RemoteUse, str] = {}
    variants: dict[RemoteUse, list[str]] = {}
    for variant, documents in answers.items():
        for docname, uses in sorted(documents.items()):
            for use in uses:
                pages.setdefault(use, docname)
                shown_in = variants.setdefault(use, [])
                if variant and variant not in shown_in:
                    shown_in.append(variant)
    ordered = sorted(pages, key=lambda use: (use.source, use.line, use.url, repr(use.options)))
    return tuple(
        FoundUse(
            docname=pages[use],
            use=use,
            place=f"{shown_path(str(sources / use.source))}:{use.line}",
            variants=tuple(variants[use]),
        )
        for use in ordered
    )


def _read(sources: Path, confdir: Path, scratch: Path, variant: str | None, options: list[str]) -> BuildUses:
    answer = scratch / "uses.json"
    command = [sys.executable, "-m", "sphinx", "-b", "dummy", "-q", "--no-color", "-c", str(confdir)]
    command += ["-d", str(scratch / "doctrees"), "-D", f"rli_uses_file={answer}"]
    command += ["-D", f"variant={variant}"] if variant else []
    done = subprocess.run(
        [*command, *options, str(sources), str(scratch / "out")],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    found = read_uses(answer)
    if found is None:
        where = f"the pages of {variant}" if variant else "the pages"
        said = done.stderr.strip() or f"Sphinx ended with {done.returncode}, and said nothing"
        hint = f'{where} could not be read; is "variantdocs" among the extensions in conf.py?'
        raise ConfigurationError((*said.splitlines(), hint))
    return found
