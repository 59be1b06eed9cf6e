"""Links to other editions that are not in the text of a page: entries of toctrees, options of the theme.

Both are shown on many pages, so their addresses are made relative in each page when it is rendered.
"""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from variantdocs.config.current import current_of
from variantdocs.crossrefs.editions import EditionLink, Editions
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.crossrefs.unresolved import UNRESOLVED_PAGES
from variantdocs.messages import Kind, report
from variantdocs.pages.output_names import SITE_BUILDERS, link_suffix, page_address
from variantdocs.pages.toctree_entries import edition_entry_address
from variantdocs.sphinx_patches.builder_steps import change_rendered_pages
from variantdocs.templating.settings import texts_in

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

_LINK = (
    r'<a\b(?P<before>[^<>]*?)\s+href="(?P<address>(?:{addresses})[^"<>]*)"(?P<after>[^<>]*)>'
    r"(?P<shown>.*?)</a>"
)


def editions_from(app: Sphinx, page: str) -> Editions:
    """Resolves addresses as seen from ``page``."""
    current = current_of(app)
    indexes = indexes_of(app)
    own = indexes[current.variant.name]
    suffix = link_suffix(app)
    return Editions(
        variant_set=current.variant_set,
        indexes=indexes,
        page=page,
        page_address=own.pages[page].uri if page in own else page_address(app, page),
        suffixes=(*app.config.source_suffix, suffix),
        link_suffix=suffix,
        makes_site=app.builder.name in SITE_BUILDERS,
    )


def link_rendered_pages(app: Sphinx) -> None:
    """Link to other editions in sidebars and headers as in text (event ``builder-inited``)."""
    base_url = current_of(app).variant_set.base_url
    addresses = ["variant:", *([re.escape(html.escape(base_url))] if base_url else [])]
    pattern = re.compile(_LINK.format(addresses="|".join(addresses)), re.S)

    def change(page: str, text: str) -> str:
        if 'href="variant:' not in text and (base_url is None or base_url not in text):
            return text
        editions = editions_from(app, page)
        changed, all_certain = with_edition_links(text, pattern, editions)
        if not all_certain:
            UNRESOLVED_PAGES.of(app).add(page)
        return changed

    change_rendered_pages(app.builder, change)


def with_edition_links(text: str, pattern: re.Pattern[str], editions: Editions) -> tuple[str, bool]:
    """``text`` with the links that ``pattern`` finds made relative, and whether it is certain where all lead.

    A link that leads nowhere loses its address. One whose text is its address takes the title of
    its target.
    """
    all_certain = True

    def link(match: re.Match[str]) -> str:
        nonlocal all_certain
        found = editions.resolve(edition_entry_address(html.unescape(match["address"])))
        if found is None:
            return match[0]
        shown = match["shown"]
        if found.title and shown.strip().startswith("variant:"):
            shown = html.escape(found.title)
        if found.address is None or found.is_assumed:
            all_certain = False
        if found.address is None:
            return f"<a{match['before']}{match['after']}>{shown}</a>"
        return f'<a{match["before"]} href="{html.escape(found.address)}"{match["after"]}>{shown}</a>'

    return pattern.sub(link, text), all_certain


def check_theme_options(app: Sphinx, env: BuildEnvironment) -> None:
    """Report addresses in ``html_theme_options`` that lead to nothing in an edition."""
    if app.builder.name not in SITE_BUILDERS:
        return
    editions = editions_from(app, app.config.root_doc)
    links = [editions.resolve(text) for text in texts_in(app.config.html_theme_options)]
    for problem in dict.fromkeys(found.problem for found in links if isinstance(found, EditionLink)):
        if problem is not None:
            where = Path(app.confdir, "conf.py")
            report(Kind.MISSING, f"html_theme_options: {problem}", location=f"{where}:1")
