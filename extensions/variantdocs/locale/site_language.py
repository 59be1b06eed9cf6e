"""Read the project's own translations of our texts, from its ``locale_dirs``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.mofile import read_mo
from babel.messages.pofile import PoFileError, read_po

from variantdocs.file_values import FileValues
from variantdocs.locale import DOMAIN, Language, with_parent

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def site_language(app: Sphinx) -> Language:
    """The language of the site that ``app`` builds, with the project's own translations."""
    name = app.config.language or "en"
    texts: dict[str, str] = {}
    # As in gettext, an earlier folder wins over a later one, and a language over the one it is a form of.
    for folder in reversed(app.config.locale_dirs):
        for each in reversed(with_parent(name)):
            texts |= _own_texts(Path(app.srcdir, folder, each, "LC_MESSAGES"))
    return Language(name=name, texts=texts)


def _own_texts(folder: Path) -> Mapping[str, str]:
    """The texts of the catalog in ``folder``: of its source, which is never older, or of the compiled one."""
    for suffix in (".po", ".mo"):
        try:
            return _TEXTS.of(folder / f"{DOMAIN}{suffix}")
        except OSError:
            continue
    return {}


def _texts(path: str) -> Mapping[str, str]:
    with Path(path).open("rb") as file:
        try:
            catalog = read_mo(file) if path.endswith(".mo") else read_po(file)
        except (PoFileError, ValueError):
            return {}  # Sphinx reports a catalog that it cannot compile
    return {
        str(message.id): str(message.string)
        for message in catalog
        if message.id and message.string and not message.fuzzy
    }


_TEXTS = FileValues(_texts)
