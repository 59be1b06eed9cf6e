"""The files above the variants: where ``/`` leads to, and what other programs want to know."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping

from variantdocs.config.variants import VariantSet
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.output import recorded, remove_files, write_if_changed, write_record
from variantdocs.pages.index import PageIndex, read_index
from variantdocs.switcher.not_found import STYLE, not_found_page

RECORD = "_root.files.json"
"""What an earlier build wrote there; no variant has a name that begins with ``_``."""


def write_root_files(arguments: BuildArguments, variant_set: VariantSet) -> None:
    """Write the files beside the variants' folders; one of an earlier build that is none now goes."""
    found = {name: read_index(arguments.index, name) for name in variant_set.names}
    indexes = {name: index for name, index in found.items() if index is not None}
    homes = {name: index.home for name, index in indexes.items()}
    suffix = next((index.link_suffix for index in indexes.values()), ".html")
    files = {
        "index.html": root_page(variant_set, homes),
        "404.html": not_found_page(variant_set, homes, variant=None, link_suffix=suffix),
        "variants.json": variants_json(variant_set, indexes),
        "robots.txt": robots_text(variant_set),
    }
    if variant_set.base_url:
        files["sitemap.xml"] = sitemap(variant_set.base_url, indexes)
    record = arguments.index / RECORD
    before = recorded(record)
    write_record(record, {*before, *files})
    for name, text in files.items():
        write_if_changed(arguments.output / name, text.encode("utf-8"))
    remove_files(arguments.output, before - files.keys())
    write_record(record, files)


def root_page(variant_set: VariantSet, homes: Mapping[str, str]) -> str:
    """A page that leads to the default variant, and has something to read until it does.

    :param homes: The address of each variant's start page, empty for its ``index.html``.
    """
    start = {name: f"{name}/{homes.get(name) or 'index.html'}" for name in variant_set.names}
    items = "\n".join(
        f'        <li><a href="{html.escape(start[variant.name])}">{html.escape(variant.title)}</a></li>'
        for variant in variant_set.variants
    )
    default = html.escape(start[variant_set.default])
    home = html.escape(f"{variant_set.default}/{homes.get(variant_set.default, '')}")
    title = html.escape(variant_set[variant_set.default].title)
    base_url = variant_set.base_url
    canonical = f'\n    <link rel="canonical" href="{html.escape(base_url)}{home}">' if base_url else ""
    return f"""<!DOCTYPE html>
<html lang="en">
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
    <main>
      <h1>Choose an edition</h1>
      <ul>
{items}
      </ul>
    </main>
  </body>
</html>
"""


def variants_json(variant_set: VariantSet, indexes: Mapping[str, PageIndex]) -> str:
    """The variants, and which of them has which page, for programs that read the site."""
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
    """``robots.txt``: everything may be read; where the site map is."""
    text = "User-agent: *\nAllow: /\n"
    return f"{text}\nSitemap: {variant_set.base_url}sitemap.xml\n" if variant_set.base_url else text


def sitemap(base_url: str, indexes: Mapping[str, PageIndex]) -> str:
    """``sitemap.xml``: every page of every variant."""
    lines = [
        f"  <url><loc>{html.escape(f'{base_url}{name}/{page.uri}')}</loc></url>"
        for name, index in indexes.items()
        for _, page in sorted(index.pages.items())
    ]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n' + "\n".join(lines) + "\n</urlset>\n"
    )
