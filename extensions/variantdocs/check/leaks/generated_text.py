"""Text that no page holds although it is shown: of themes, extensions, Sphinx's messages and dates.

It is read only when something looks like a leak.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from variantdocs.check.leaks.words import Phrase

_TEXT = frozenset({".html", ".js", ".py", ".po", ".json", ".txt", ".xml", ".jinja", ".js_t"})
_LARGEST = 200_000
"""Bytes; what is larger are bundles of code and tables of icons, whose names are no text."""
_OF_SPHINX = (
    ("sphinx", ("themes", "templates", "search", "locale/__init__.py")),
    ("docutils", ("languages", "parsers/rst/languages")),
)


class GeneratedText:
    """The text that the tools of a project bring along.

    :param settings: What ``conf.py`` defines.
    """

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._extensions = [name for name in settings.get("extensions", ()) if isinstance(name, str)]
        self._theme = str(settings.get("html_theme", "alabaster"))
        self._language = str(settings.get("language") or "en")
        self._known: dict[Phrase, bool] = {}
        self._read: list[str] = []

    def holds(self, phrase: Phrase) -> bool:
        """Whether the words follow each other anywhere in it."""
        if phrase not in self._known:
            between = r"[\W_]+".join(map(re.escape, phrase))
            pattern = re.compile(rf"(?<![^\W_]){between}(?![^\W_])")
            self._known[phrase] = any(phrase[0] in text and pattern.search(text) for text in self._texts())
        return self._known[phrase]

    def _texts(self) -> Iterator[str]:
        """The texts, in small letters; a file is read when it comes to it, and once."""
        yield from self._read
        for text in self._unread:
            self._read.append(text.lower())
            yield self._read[-1]

    @cached_property
    def _unread(self) -> Iterator[str]:
        return chain((path.read_text("utf-8", "replace") for path in self._files()), self._dates())

    def _files(self) -> Iterator[Path]:
        for package, names in _OF_SPHINX:
            folder = package_folder(package)
            if folder is not None:
                yield from _text_files(folder / name for name in (*names, *self._catalogs()))
        yield from _text_files(self.packages())

    def _catalogs(self) -> Iterator[str]:
        for language in (
            self._language,
            self._language.partition("_")[0],
            "de",  # any catalog has the English originals, and there is none of English
        ):
            yield f"locale/{language}/LC_MESSAGES/sphinx.po"

    def packages(self) -> list[Path]:
        """The folders or files of the extensions and of the theme."""
        modules = list(self._extensions)
        themes = importlib.metadata.entry_points(group="sphinx.html_themes")
        modules += [theme.module for theme in themes if theme.name == self._theme] or [self._theme]
        found = (package_folder(_package_of(name)) for name in modules)
        return list(dict.fromkeys(folder for folder in found if folder is not None))

    def installed_folders(self) -> list[Path]:
        """The folders and files of the extensions, the theme and Sphinx, whose files a site may have."""
        return [*self.packages(), *(folder for folder in (package_folder("sphinx"),) if folder is not None)]

    def _dates(self) -> list[str]:
        from babel.core import Locale, UnknownLocaleError

        try:
            locale = Locale.parse(self._language, sep="_")
        except (UnknownLocaleError, ValueError):
            locale = Locale.parse("en")
        names = [locale.months, locale.days]
        return [
            text
            for table in names
            for widths in table.values()
            for width in widths.values()
            for text in width.values()
        ]


def _package_of(module: str) -> str:
    """The package whose folder is read: all of it, but of Sphinx only the extension."""
    return module if module.startswith("sphinx.") else module.partition(".")[0]


def package_folder(name: str) -> Path | None:
    """The folder of a package, or the file of a module, without importing it; ``None`` if there is none."""
    top, _, rest = name.partition(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent if spec.submodule_search_locations else Path(spec.origin)
    for part in rest.split(".") if rest else ():
        path = path / part if (path / part).is_dir() else path / f"{part}.py"
    return path if path.exists() else None


def _text_files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in _TEXT and path.is_file() and path.stat().st_size < _LARGEST:
                yield path
