"""The texts that readers see on the pages of a site, in the language of the site.

The catalogs are gettext's, as Sphinx's own are: ``<language>/LC_MESSAGES/variantdocs.po``, and beside
it the compiled ``.mo``. The language is an argument, not a state of the process, because the
coordinator writes pages too and a worker of the preview outlives a changed ``language``.

Takes a language; gives the function that translates to it. Must not know where a text is shown.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from pathlib import Path

LOCALE = Path(__file__).parent
DOMAIN = "variantdocs"


def translator(language: str) -> Callable[[str], str]:
    """The function that translates an English text to ``language``, such as ``de`` or ``zh_CN``.

    It returns a text of a language without a catalog unchanged. Assign it to ``translate`` and call that
    with a literal: so the tests find the texts that a catalog must have.
    """
    names = [language, language.partition("_")[0]]
    return gettext.translation(DOMAIN, LOCALE, names, fallback=True).gettext


def language_tag(language: str) -> str:
    """Sphinx's ``language`` as the value of ``<html lang>``: ``zh_CN`` → ``zh-CN``."""
    return language.replace("_", "-")
