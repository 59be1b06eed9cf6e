"""Add the switcher, canonical and alternate links, and the page for missing pages to HTML."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs import events
from variantdocs.config.current import current_of
from variantdocs.config.sphinx_hooks import has_own_title
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.env_store import AppValue
from variantdocs.locale import Language, translator
from variantdocs.locale.site_language import site_language
from variantdocs.output import write_if_changed
from variantdocs.pages.output_names import SITE_BUILDERS, link_suffix
from variantdocs.switcher.masthead import Masthead
from variantdocs.switcher.not_found import not_found_page
from variantdocs.switcher.placement import (
    ABOVE_TEMPLATE,
    PAGE_TEMPLATE,
    SwitcherSlot,
    pydata_options,
    slot_in,
    with_switcher,
)
from variantdocs.switcher.targets import switcher_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

    from variantdocs.config.variants import Variant

_HERE = Path(__file__).parent
SLOT = AppValue[SwitcherSlot]("switcher_slot")
"""Where the switcher goes in the theme."""


def connect(app: Sphinx) -> None:
    """Register the setting and the event handlers."""
    app.add_config_value(
        "variants_switcher",
        True,
        "html",
        frozenset({bool}),
        "whether the switcher is placed for you; else name variant-switcher.html in the theme's options",
    )
    events.connect(app, place_switcher, add_files, add_to_page, write_not_found_page)


def place_switcher(app: Sphinx, config: Config) -> None:
    """Choose the slot of the switcher, and set the variant's address.

    ``site.base_url`` overrides ``html_baseurl`` of conf.py, which has one address for all variants.
    """
    current = current_of(app)
    if current.variant_set.base_url:
        config.html_baseurl = f"{current.variant_set.base_url}{current.variant.name}/"
    config.templates_path = [*config.templates_path, str(_HERE / "templates")]
    slot = SwitcherSlot.AUTHOR
    if config.variants_switcher and len(current.variant_set.variants) > 1:
        slot = slot_in(config.html_theme, config.html_theme_options, config.html_sidebars)
    if slot is SwitcherSlot.NAVIGATION_BAR:
        name = "" if config.html_logo else _name_in_bar(config, current.variant)
        config.html_theme_options = pydata_options(config.html_theme_options, name=name)
    SLOT.set(app, slot)


def _name_in_bar(config: Config, variant: Variant) -> str:
    """The site's name for a bar, which has no room for the variant's name beside the switcher."""
    if has_own_title(config, variant):
        return ""
    return str(config.html_title).removesuffix(f" ({variant.title})")


def _makes_sites(app: Sphinx) -> bool:
    """Whether the builder makes a web site; an e-book is HTML too, but has no other editions beside it."""
    return app.builder.name in SITE_BUILDERS


def add_files(app: Sphinx) -> None:
    """Add the switcher's style and script, and the script that prints pages in light colours."""
    if not _makes_sites(app) or len(current_of(app).variant_set.variants) < 2:
        return
    app.config.html_static_path = [*app.config.html_static_path, str(_HERE / "static")]
    app.add_css_file("variant-switcher.css")
    app.add_js_file("variant-switcher.js", loading_method="defer")
    app.add_js_file("print-light.js", loading_method="defer")


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Put the switcher into the page; for a page without a body, return the template that adds it."""
    if not _makes_sites(app):
        return None
    indexes = indexes_of(app)
    if len(indexes) < 2:
        return None
    name = current_of(app).variant.name
    context["variant_switcher"] = switcher_links(
        pagename, name, indexes, uri=app.builder.get_target_uri(pagename)
    )
    context["variant_switcher_texts"] = switcher_texts(site_language(app))
    context["metatags"] = context.get("metatags", "") + _alternates(app, pagename)
    slot = SLOT.of(app)
    if slot not in (SwitcherSlot.SIDEBAR, SwitcherSlot.BODY):
        context["metatags"] += print_style(current_of(app).variant.title)
        return None
    if slot is SwitcherSlot.SIDEBAR and context.get("sidebars"):
        context["sidebars"] = with_switcher(context["sidebars"])
        context["variant_switcher_in_sidebar"] = True
    if "body" not in context:
        context["variant_switcher_page"] = templatename
        return PAGE_TEMPLATE
    context["body"] = app.builder.templates.render(ABOVE_TEMPLATE, context) + context["body"]
    return None


def switcher_texts(language: Language) -> dict[str, str]:
    """What the template says beside the titles of variants and pages, in ``language``."""
    translate = translator(language)
    return {
        "label": translate("Edition"),
        "opens": translate("opens"),
        "absent": translate("%(edition)s does not have this page. The link leads to “%(page)s”."),
    }


def print_style(title: str) -> str:
    """The ``<style>`` element by which a printed page begins with the title of its variant.

    It is for pages without a switcher above their text, whose title is printed: themes print neither
    their navigation nor their sidebars.
    """
    text = "".join(char if char.isalnum() or char in " -" else f"\\{ord(char):x} " for char in title)
    return f'<style media="print">body::before {{ content: "{text}"; display: block }}</style>\n'


def _alternates(app: Sphinx, pagename: str) -> str:
    """The ``<link>`` elements that name the page in every other variant that has it."""
    variant_set, name, indexes = current_of(app).variant_set, current_of(app).variant.name, indexes_of(app)
    if not variant_set.base_url or pagename not in indexes[name]:
        return ""
    return "".join(
        f'<link rel="alternate" title="{html.escape(index.title)}" '
        f'href="{html.escape(f"{variant_set.base_url}{other}/{index.pages[pagename].uri}")}">\n'
        for other, index in indexes.items()
        if other != name and pagename in index
    )


def write_not_found_page(app: Sphinx, exception: Exception | None) -> None:
    """Write the variant's ``404.html``, unless the project has one of its own."""
    if exception is not None or not _makes_sites(app) or _has_own_not_found_page(app):
        return
    current, indexes = current_of(app), indexes_of(app)
    text = not_found_page(
        current.variant_set,
        {name: index.home for name, index in indexes.items()},
        variant=current.variant.name,
        link_suffix=link_suffix(app),
        language=site_language(app),
        masthead=Masthead.from_index(indexes.get(current.variant.name)),
    )
    write_if_changed(Path(app.outdir, "404.html"), text.encode("utf-8"))


def _has_own_not_found_page(app: Sphinx) -> bool:
    extra = [Path(app.confdir, path) for path in app.config.html_extra_path]
    return (
        "404" in app.env.all_docs
        or "404" in app.config.html_additional_pages
        or "notfound.extension" in app.extensions
        or any(path.name == "404.html" or Path(path, "404.html").is_file() for path in extra)
    )
