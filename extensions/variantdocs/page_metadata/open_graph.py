"""Write the tags by which other sites show a link to a page, as https://ogp.me/ describes them."""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel.core import Locale, UnknownLocaleError, get_global


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGraph:
    """What the tags of a page say; ``url`` and ``image`` are full addresses.

    ``modified`` is when the page last changed. What is empty or ``None`` is not said.
    """

    title: str
    url: str
    site_name: str
    description: str = ""
    locale: str = ""
    image: str = ""
    is_start_page: bool = False
    modified: datetime | None = None

    def as_html(self) -> str:
        """The ``<meta>`` elements, a line each."""
        found = {
            "og:type": "website" if self.is_start_page else "article",
            "og:title": self.title,
            "og:description": self.description,
            "og:url": self.url,
            "og:site_name": self.site_name,
            "og:locale": self.locale,
            "og:image": self.image,
        }
        if self.modified is not None and not self.is_start_page:
            found["article:modified_time"] = self.modified.isoformat()
        return "".join(
            f'<meta property="{name}" content="{html.escape(text)}">\n'
            for name, text in found.items()
            if text
        )


def description_tag(description: str) -> str:
    """The ``<meta>`` element that search engines show below the title; empty without a description."""
    return f'<meta name="description" content="{html.escape(description)}">\n' if description else ""


@cache
def territory_locale(language: str) -> str:
    """Sphinx's ``language`` with a territory, which Open Graph demands: ``de`` → ``de_DE``.

    Empty if none is known.
    """
    try:
        locale = Locale.parse(language)
        found = locale if locale.territory else Locale.parse(get_global("likely_subtags")[str(locale)])
    except (UnknownLocaleError, ValueError, KeyError):
        return ""
    return f"{found.language}_{found.territory}"
