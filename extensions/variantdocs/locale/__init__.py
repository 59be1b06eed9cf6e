"""The texts that readers see on the pages of a site, in the language of the site.

The catalogs are gettext's, as Sphinx's own are: ``<language>/LC_MESSAGES/variantdocs.po``, and beside
it the compiled ``.mo``. The language is an argument, not a state of the process, because the
coordinator writes pages too and a worker of the preview outlives a changed ``language``.

Takes a language; gives the function that translates to it. Must not know where a text is shown.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

LOCALE = Path(__file__).parent
DOMAIN = "variantdocs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """The language of a site.

    ``name`` is Sphinx's setting ``language``, such as ``de`` or ``zh_CN``. ``texts`` are the project's own
    translations of our texts, by the English text; they win over the catalogs here.
    """

    name: str = "en"
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def tag(self) -> str:
        """The value of ``<html lang>``: ``zh_CN`` → ``zh-CN``."""
        return self.name.replace("_", "-")


ENGLISH = Language()


def translator(language: Language) -> Callable[[str], str]:
    """The function that translates an English text to ``language``.

    It returns a text of a language without a catalog unchanged. Assign it to ``translate`` and call that
    with a literal: so the tests find the texts that a catalog must have.
    """
    catalog = gettext.translation(DOMAIN, LOCALE, with_parent(language.name), fallback=True)
    return lambda text: language.texts.get(text) or catalog.gettext(text)


def with_parent(name: str) -> list[str]:
    """A language and the one it is a form of: ``de_AT`` → ``de_AT``, ``de``."""
    return list(dict.fromkeys([name, name.partition("_")[0]]))
