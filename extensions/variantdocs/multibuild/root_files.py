"""Write the files above the variants: the root page, the 404 page, and those for other programs."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping

from variantdocs.config.variants import VariantSet
from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.output import check_inside, read_manifest, remove_files, write_if_changed, write_manifest
from variantdocs.pages.index import PageIndex, read_indexes
from variantdocs.switcher.masthead import NO_MASTHEAD, Masthead
from variantdocs.switcher.not_found import STYLE, not_found_page


def write_root_files(paths: BuildPaths, variant_set: VariantSet) -> None:
    """Write the files beside the variants' folders; remove those that are no longer made.

    :raises OutputError: a file would be written outside the output folder.
    """
    indexes = read_indexes(paths.index, variant_set.names)
    homes = {name: index.home for name, index in indexes.items()}
    suffix = next((index.link_suffix for index in indexes.values()), ".html")
    masthead = Masthead.from_index(indexes.get(variant_set.default))
    language = masthead.language
    files = {
        "index.html": root_page(variant_set, homes, masthead, language=language),
        "404.html": not_found_page(
            variant_set, homes, variant=None, link_suffix=suffix, language=language, masthead=masthead
        ),
        "variants.json": variants_json(variant_set, indexes),
        "robots.txt": robots_text(variant_set),
    }
    if variant_set.base_url:
        files |= sitemaps(variant_set.base_url, indexes)
    check_inside(paths.output, files)
    before = read_manifest(paths.root_manifest)
    write_manifest(paths.root_manifest, {*before, *files})
    for name, text in files.items():
        write_if_changed(paths.output / name, text.encode("utf-8"))
    remove_files(paths.output, before - files.keys())
    write_manifest(paths.root_manifest, files)


def root_page(
    variant_set: VariantSet,
    homes: Mapping[str, str],
    masthead: Masthead = NO_MASTHEAD,
    *,
    language: Language = ENGLISH,
) -> str:
    """The page at ``/``: redirects to the default variant, and lists all for readers without redirects.

    :param homes: The address of each variant's start page, empty for its ``index.html``.
    :param masthead: The logo and the search above the list.
    :param language: The language of the page.
    """
    start = {name: f"{name}/{homes.get(name) or 'index.html'}" for name in variant_set.names}
    items = "\n".join(
        f'        <li><a href="{html.escape(start[variant.name])}">{html.escape(variant.title)}</a></li>'
        for variant in variant_set.variants
    )
    default = html.escape(start[variant_set.default])
    home = html.escape(f"{variant_set.default}/{homes.get(variant_set.default, '')}")
    title = html.escape(variant_set[variant_set.default].title)
    translate = translator(language)
    heading = html.escape(translate("Choose an edition"))
    base_url = variant_set.base_url
    canonical = f'\n    <link rel="canonical" href="{html.escape(base_url)}{home}">' if base_url else ""
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language.tag)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <script>location.replace("{default}" + location.search + location.hash);</script>
    <meta http-equiv="refresh" content="0; url={default}">{canonical}
    <title>{title}</title>
    <style>
{STYLE}    </style>
  </head>
  <body>
{masthead.as_html("")}    <main>
      <h1>{heading}</h1>
      <ul>
{items}
      </ul>
    </main>
  </body>
</html>
"""


def variants_json(variant_set: VariantSet, indexes: Mapping[str, PageIndex]) -> str:
    """``variants.json``: the variants, and which variants each page is in."""
    homes = {name: index.home for name, index in indexes.items()}
    pages: dict[str, list[str]] = {}
    for name, index in indexes.items():
        for docname in index.pages:
            pages.setdefault(docname, []).append(name)
    found = {
        "version": 1,
        "default": variant_set.default,
        "variants": [
            {
                "name": variant.name,
                "title": variant.title,
                "url": f"{variant.name}/{homes.get(variant.name, '')}",
            }
            for variant in variant_set.variants
        ],
        "pages": dict(sorted(pages.items())),
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def robots_text(variant_set: VariantSet) -> str:
    """``robots.txt``: everything is allowed; with a base URL, it names the site map."""
    text = "User-agent: *\nAllow: /\n"
    return f"{text}\nSitemap: {variant_set.base_url}sitemap.xml\n" if variant_set.base_url else text


def sitemaps(base_url: str, indexes: Mapping[str, PageIndex]) -> dict[str, str]:
    """``sitemap.xml``, and the site map of each variant to which it leads: file → text."""
    variants = {f"sitemap-{name}.xml": index for name, index in indexes.items()}
    found = {
        file: _sitemap_xml(
            "urlset",
            "url",
            [f"{base_url}{index.variant}/{index.pages[name].uri}" for name in sorted(index.pages)],
        )
        for file, index in variants.items()
    }
    return {
        "sitemap.xml": _sitemap_xml("sitemapindex", "sitemap", [base_url + name for name in found]),
        **found,
    }


def _sitemap_xml(root: str, item: str, addresses: Iterable[str]) -> str:
    """A file of https://www.sitemaps.org/protocol.html; without dates, so equal sites have equal files."""
    lines = "".join(f"  <{item}><loc>{html.escape(address)}</loc></{item}>\n" for address in addresses)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</{root}>\n'
    )
