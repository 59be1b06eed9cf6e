"""Get the files of a project as they were at a git revision."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from variantdocs.errors import ConfigurationError

_NOT_TEXT = (
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
    "mp4",
    "webm",
    "pdf",
    "zip",
    "gz",
    "woff2",
    "ttf",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """A git repository and the folders of a project in it, all absolute."""

    root: Path
    source: Path
    conf: Path

    @contextlib.contextmanager
    def checked_out(self, revision: str) -> Iterator[tuple[Path, Path]]:
        """The folders of pages and of ``conf.py``, as they were at ``revision``, in a temporary folder.

        Images and archives are left out.

        :raises ConfigurationError: there is no such revision, or the folders were not in it.
        """
        commit = self._git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if commit is None:
            raise ConfigurationError((f"git has no revision {revision!r}; name a branch, tag or commit",))
        folders = {self.source.relative_to(self.root), self.conf.relative_to(self.root)}
        wanted = [folder.as_posix() for folder in folders if not folders & set(folder.parents)]
        left_out = [f":(exclude,glob,icase)**/*.{suffix}" for suffix in _NOT_TEXT]
        archive = self._git("archive", "--format=tar", commit.decode().strip(), "--", *wanted, *left_out)
        if archive is None:
            names = " or ".join(wanted)
            raise ConfigurationError((f"there was no {names} at {revision!r}; name a later revision",))
        with tempfile.TemporaryDirectory(prefix="variantdocs-") as folder:
            with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
                tar.extractall(folder, filter="data")
            yield (
                Path(folder, self.source.relative_to(self.root)),
                Path(folder, self.conf.relative_to(self.root)),
            )

    def changed_files(self, since: str, until: str | None) -> frozenset[Path]:
        """The files that differ between two revisions, or ``since`` and the files as they lie there now."""
        revisions = [since] if until is None else [since, until]
        changed = self._git("diff", "--name-only", "--no-renames", "-z", *revisions, "--") or b""
        if until is None:
            changed += self._git("ls-files", "--others", "--exclude-standard", "-z") or b""
        return frozenset(
            self.root / name.decode("utf-8", "surrogateescape") for name in changed.split(b"\0") if name
        )

    def _git(self, *arguments: str) -> bytes | None:
        """What git prints; ``None`` if it fails."""
        result = subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, check=False)
        return result.stdout if result.returncode == 0 else None


def find_repository(source: Path, conf: Path) -> Repository:
    """The repository in which a project is.

    :raises ConfigurationError: git is not there, or the folders are in no repository, or not in the same.
    """
    source, conf = source.resolve(), conf.resolve()
    if not source.is_dir():
        raise ConfigurationError((f"there is no source folder {source}",))
    try:
        result = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], cwd=source, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ConfigurationError(("git is not installed, and changes compares git revisions",)) from None
    if result.returncode != 0:
        raise ConfigurationError((f"{source} is in no git repository, so there are no revisions to compare",))
    root = Path(result.stdout.strip()).resolve()
    if not conf.is_relative_to(root):
        raise ConfigurationError((f"{conf} is not in the repository {root}; name a folder in it with -c",))
    return Repository(root=root, source=source, conf=conf)
