"""Images, downloads and other files of the source that are no pages: which variants refer to each."""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

_BEFORE_SUFFIX = re.compile(r"[^\s()<>\"'`{}\[\]|=,;]*\Z")
_LONGEST = 400  # characters of a path
_SKIPPED_FOLDERS = frozenset({".git", ".venv", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A place in the source that names a file."""

    path: Path
    line: int
    variants: Set[str]


@dataclass(slots=True)
class Assets:
    """The files that the source refers to.

    ``users`` maps a file to the variants that refer to it; ``references`` to the first place for each set of
    variants. A file that nothing refers to is in neither.
    """

    files: tuple[Path, ...]
    users: dict[Path, set[str]] = field(default_factory=dict)
    references: dict[Path, list[Reference]] = field(default_factory=dict)
    _by_name: dict[str, list[Path]] = field(default_factory=dict)
    _suffix: re.Pattern[str] = re.compile(r"(?!)")

    def __post_init__(self) -> None:
        suffixes = "|".join(sorted({re.escape(path.suffix) for path in self.files if path.suffix}))
        self._suffix = re.compile(rf"(?:{suffixes}|\.\*)(?!\w)") if suffixes else self._suffix
        for path in self.files:
            self._by_name.setdefault(path.name.split()[-1], []).append(path)
            self._by_name.setdefault(f"{path.stem.split('.')[0].split()[-1]}.*", []).append(path)

    def note(
        self, text: str, variants: Set[str], *, page: Path, roots: Iterable[Path], by_name: bool = True
    ) -> None:
        """Note the files that a text names, which these variants show.

        A path is taken from the page's folder, then below one of ``roots``. A name that is found in neither
        way stands for every file of that name, unless ``by_name`` is false.
        """
        for found in self._suffix.finditer(text):
            before = _BEFORE_SUFFIX.search(text, max(0, found.start() - _LONGEST), found.start())
            written = (before[0] if before else "") + found[0]
            written = unquote(written) if "%" in written else written
            candidates = self._by_name.get(posixpath.basename(written).split()[-1])
            if not candidates:
                continue
            places = {posixpath.normpath(page.parent / written)}
            places |= {posixpath.normpath(f"{root}/{written.lstrip('/')}") for root in roots}
            exact = [path for path in candidates if _matches(path, places)]
            for path in exact or (candidates if by_name else ()):
                users = self.users.setdefault(path, set())
                if not variants <= users:
                    users.update(variants)
                    line = text.count("\n", 0, found.start()) + 1
                    place = Reference(path=page, line=line, variants=frozenset(variants))
                    self.references.setdefault(path, []).append(place)

    def only_for_others(self, path: Path, variant: str) -> bool:
        """Whether only other variants refer to a file."""
        users = self.users.get(path)
        return users is not None and variant not in users


def _matches(path: Path, places: Set[str]) -> bool:
    return str(path) in places or any(
        place.endswith(".*") and str(path).startswith(place[:-1]) for place in places
    )


def files_below(folders: Iterable[Path], skipped: Set[Path]) -> Iterator[Path]:
    """The files below folders, each once, in order; hidden folders and ``skipped`` aside."""
    seen: set[Path] = set()
    for root in folders:
        for folder, names, files in os.walk(root):
            names[:] = sorted(
                name
                for name in names
                if name not in _SKIPPED_FOLDERS
                and not name.startswith(".")
                and Path(folder, name) not in skipped
            )
            for name in sorted(files):
                path = Path(folder, name)
                if path not in seen:
                    seen.add(path)
                    yield path


def digest(data: bytes) -> bytes:
    """What is equal for files of the same content only."""
    return hashlib.blake2b(data, digest_size=16).digest()


def digests_of(files: Iterable[Path], sizes: Set[int]) -> Mapping[bytes, list[Path]]:
    """The files by their content, as far as they have one of ``sizes``; empty files aside."""
    found: dict[bytes, list[Path]] = {}
    for path in files:
        try:
            size = path.stat().st_size
            if size and size in sizes:
                found.setdefault(digest(path.read_bytes()), []).append(path)
        except OSError:
            continue
    return found
