"""Put the switcher, canonical and alternate links, and the page for missing pages into HTML."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING, Any

from variantdocs.config.current import current_of
from variantdocs.crossrefs.indexes import indexes_of
from variantdocs.switcher.not_found import not_found_page
from variantdocs.switcher.placement import PYDATA_THEMES, SIDEBAR_THEMES, placed_by_author, pydata_options
from variantdocs.switcher.targets import switcher_links

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

_HERE = Path(__file__).parent
_IN_BODY = "variantdocs_switcher_in_body"


def connect(app: Sphinx) -> None:
    """Register the setting and the event handlers."""
    app.add_config_value("variants_switcher", True, "html", types=frozenset({bool}))
    # After the variant's own settings (10), before themes look at theirs.
    app.connect("config-inited", place_switcher, priority=30)
    app.connect("builder-inited", add_files)
    app.connect("html-page-context", add_to_page, priority=400)
    app.connect("build-finished", write_not_found_page)


def place_switcher(app: Sphinx, config: Config) -> None:
    """Put the switcher where the theme has room for it, and set the address of the variant."""
    current = current_of(app)
    if current.variant_set.base_url:
        config.html_baseurl = f"{current.variant_set.base_url}{current.variant.name}/"
    config.templates_path = [*config.templates_path, str(_HERE / "templates")]
    if not config.variants_switcher or len(current.variant_set.variants) < 2:
        return
    if placed_by_author(config.html_theme_options, config.html_sidebars):
        return
    if config.html_theme in PYDATA_THEMES:
        config.html_theme_options = pydata_options(config.html_theme_options)
    elif config.html_theme in SIDEBAR_THEMES and not config.html_sidebars:
        config.html_sidebars = {"**": list(SIDEBAR_THEMES[config.html_theme])}
    else:
        setattr(app, _IN_BODY, True)


def add_files(app: Sphinx) -> None:
    """Add the switcher's style and script."""
    if app.builder.format != "html" or len(current_of(app).variant_set.variants) < 2:
        return
    app.config.html_static_path = [*app.config.html_static_path, str(_HERE / "static")]
    app.add_css_file("variant-switcher.css")
    app.add_js_file("variant-switcher.js", loading_method="defer")


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the templates what the page needs."""
    current = current_of(app)
    indexes = indexes_of(app)
    name = current.variant.name
    if len(indexes) < 2 or app.builder.name not in ("html", "dirhtml"):
        return
    links = switcher_links(pagename, name, indexes)
    context["variant_switcher"] = links
    if current.variant_set.base_url and pagename in indexes[name]:
        context["metatags"] = context.get("metatags", "") + "".join(
            f'<link rel="alternate" title="{html.escape(index.title)}" '
            f'href="{html.escape(current.variant_set.base_url + other + "/" + index.pages[pagename].uri)}">\n'
            for other, index in indexes.items()
            if other != name and pagename in index
        )
    if getattr(app, _IN_BODY, False) and "body" in context:
        shown = app.builder.templates.render("variant-switcher.html", context)
        context["body"] = shown + context["body"]


def write_not_found_page(app: Sphinx, exception: Exception | None) -> None:
    """Write the variant's ``404.html``, unless the project has one of its own."""
    if exception is not None or app.builder.name not in ("html", "dirhtml"):
        return
    if "404" in app.env.all_docs:
        return
    current = current_of(app)
    text = not_found_page(current.variant_set, variant=current.variant.name, language=app.config.language)
    Path(app.outdir, "404.html").write_text(text, "utf-8")
