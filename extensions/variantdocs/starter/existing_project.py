"""Find out how an existing Sphinx project is laid out, from its files alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.config.patterns import matches
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.starter.conf_edit import CannotEdit, literal_settings

_USUAL_PLACES = (".", "docs", "doc", "source", "docs/source", "doc/source")
_SUFFIXES = (".md", ".rst")
_NOT_SEARCHED = frozenset({".git", ".tox", ".nox", ".venv", "venv", "node_modules", "site-packages"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingProject:
    """A Sphinx project.

    ``root`` is the folder that the user named, ``conf`` the folder of ``conf.py``, ``source`` that of the
    pages, ``build`` the one to build into. ``settings`` are those of ``conf.py`` that are plain values.
    """

    root: Path
    conf: Path
    source: Path
    build: Path
    settings: Mapping[str, Any]

    @property
    def root_doc(self) -> str:
        """The docname of the home page."""
        return _root_doc(self.settings)

    @property
    def variants_file(self) -> Path:
        """Where the variants are described."""
        return self.conf / str(self.settings.get("variants_file", "variants.yaml"))

    def pages(self) -> dict[str, Path]:
        """Every Markdown and reST file that Sphinx would take for a page, by docname."""
        found = {}
        for path in sorted(_files_below(self.source)):
            name = path.relative_to(self.source).as_posix()
            if path.suffix in _SUFFIXES and not self._excludes(name):
                found[name.removesuffix(path.suffix)] = path
        return found

    def texts(self) -> tuple[Path, ...]:
        """Every Markdown and reST file of the source folder, also those that pages only include."""
        return tuple(
            path
            for path in sorted(_files_below(self.source))
            if path.suffix in _SUFFIXES and not path.is_relative_to(self.build)
        )

    def _excludes(self, name: str) -> bool:
        patterns = self.settings.get("exclude_patterns", ())
        parts = name.split("/")
        heads = ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
        built = self.build.name if self.build.parent == self.source else None
        return parts[0] == built or any(matches(pattern, head) for pattern in patterns for head in heads)


def find_project(root: Path) -> ExistingProject:
    """The Sphinx project in or below ``root``.

    :raises ConfigurationError: there is no ``conf.py``, or more than one.
    """
    conf_file = _find_conf(root)
    conf = conf_file.parent
    try:
        settings = literal_settings(conf_file.read_bytes())
    except CannotEdit as error:
        place = f"{shown_path(conf_file)}:{error.line}"
        raise ConfigurationError((f"{place}: {error.reason}; nothing was changed",)) from None
    source = conf
    if not _has_page(conf, _root_doc(settings)) and _has_page(conf / "source", _root_doc(settings)):
        source = conf / "source"
    build = conf / "_build" if source == root or "_build" in _texts(settings) else root / "build"
    return ExistingProject(root=root, conf=conf, source=source, build=build, settings=settings)


def _find_conf(root: Path) -> Path:
    shown = shown_path(root)
    if not root.is_dir():
        raise ConfigurationError((f"{shown}: there is no such folder; name the one of a Sphinx project",))
    usual = [root / place / "conf.py" for place in _USUAL_PLACES]
    found = [path for path in usual if path.is_file()]
    if not found:
        found = sorted(path for path in _files_below(root) if path.name == "conf.py")
    if not found:
        raise ConfigurationError(
            (f"{shown}: there is no conf.py in or below it; for a new project: variantdocs init {shown}",)
        )
    if len(found) > 1 and found[0].parent != root:
        listed = ", ".join(shown_path(path.parent) for path in found)
        raise ConfigurationError((f"{shown}: there are several conf.py; name one of {listed}",))
    return found[0]


def _files_below(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            if path.name not in _NOT_SEARCHED:
                yield from _files_below(path)
        elif path.is_file():
            yield path


def _root_doc(settings: Mapping[str, Any]) -> str:
    return str(settings.get("root_doc", settings.get("master_doc", "index")))


def _has_page(folder: Path, docname: str) -> bool:
    return any((folder / f"{docname}{suffix}").is_file() for suffix in _SUFFIXES)


def _texts(settings: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(pattern).strip("/") for pattern in settings.get("exclude_patterns", ()))
