"""The files above the variants: where ``/`` leads to, and the list of variants for other programs."""

from __future__ import annotations

import html
import json

from variantdocs.config.variants import VariantSet
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.output import write_if_changed


def write_root_files(arguments: BuildArguments, variant_set: VariantSet) -> None:
    """Write ``index.html`` and ``variants.json`` beside the variants' folders."""
    write_if_changed(arguments.output / "index.html", root_page(variant_set).encode("utf-8"))
    write_if_changed(arguments.output / "variants.json", variants_json(variant_set).encode("utf-8"))


def root_page(variant_set: VariantSet) -> str:
    """A page that leads to the default variant, with links for those who are not led."""
    items = "\n".join(
        f'      <li><a href="{html.escape(variant.name)}/index.html">{html.escape(variant.title)}</a></li>'
        for variant in variant_set.variants
    )
    default = html.escape(variant_set.default)
    return f"""<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="refresh" content="0; url={default}/index.html">
    <title>{html.escape(variant_set[variant_set.default].title)}</title>
  </head>
  <body>
    <ul>
{items}
    </ul>
  </body>
</html>
"""


def variants_json(variant_set: VariantSet) -> str:
    """The variants, for programs that read the site."""
    found = {
        "version": 1,
        "default": variant_set.default,
        "variants": [
            {"name": variant.name, "title": variant.title, "url": f"{variant.name}/"}
            for variant in variant_set.variants
        ],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
