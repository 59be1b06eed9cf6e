"""The head of the pages that no theme renders: the logo, and a search in one variant."""

from __future__ import annotations

import html
from dataclasses import dataclass

from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.pages.index import PageIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """What stands above such a page. Addresses are relative to the site's root; empty for none.

    ``title`` is that of the variant in which ``search`` searches, and ``language`` that of its pages.
    """

    title: str = ""
    logo: str = ""
    search: str = ""
    language: Language = ENGLISH

    @classmethod
    def from_index(cls, index: PageIndex | None) -> Masthead:
        """The masthead with the logo and the search page of a variant."""
        if index is None:
            return cls()
        below = f"{index.variant}/"
        return cls(
            title=index.title,
            logo=index.logo if "://" in index.logo or not index.logo else below + index.logo,
            search=below + index.search if index.search else "",
            language=index.language,
        )

    def as_html(self, base: str) -> str:
        """The ``header`` element, or nothing if it would be empty.

        :param base: What leads from the page to the site's root, such as ``/docs/``. A script may set the
            addresses again: they are also in ``data-home``.
        """
        parts = []
        if self.logo:
            parts.append(f'<img {_address("src", self.logo, base)} alt="" height="40">')
        if self.search:
            translate = translator(self.language)
            label = html.escape(translate("Search %(edition)s") % {"edition": self.title})
            parts.append(
                f'<form role="search" {_address("action", self.search, base)}>'
                f'<input type="search" name="q" aria-label="{label}" placeholder="{label}"></form>'
            )
        return f"    <header>{''.join(parts)}</header>\n" if parts else ""


def _address(attribute: str, address: str, base: str) -> str:
    if "://" in address:
        return f'{attribute}="{html.escape(address)}"'
    return f'data-home="{html.escape(address)}" {attribute}="{html.escape(base + address)}"'


NO_MASTHEAD = Masthead()
"""Neither logo nor search."""
