"""The page for missing pages, of the root and of each variant.

Hosts serve it at any depth, so it holds its styles, and finds its links from the address or
from ``base_url``. It asks ``variants.json`` in the browser which variants have the page, and so
stays the same whatever pages there are.
"""

from __future__ import annotations

import html
import json
from urllib.parse import urlsplit

from variantdocs.config.variants import VariantSet

STYLE = """\
      :root { color-scheme: light dark; }
      body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 38rem; }
      body { margin: 15vh auto 0; padding: 0 1.2rem; }
      a { color: light-dark(#0f5f59, #5eead4); }
"""
"""The style of the pages that stand outside any theme."""
_SCRIPT = """\
      (() => {
        const names = NAMES, base = BASE;
        const path = decodeURIComponent(location.pathname);
        let root = base;
        if (root === null) {
          const at = names.map((name) => path.indexOf(`/${name}/`)).filter((found) => found >= 0);
          root = at.length ? path.slice(0, Math.min(...at) + 1) : "/";
        }
        for (const link of document.querySelectorAll("a[data-variant]")) {
          link.href = `${root}${link.dataset.variant}/`;
        }
        const rest = path.startsWith(root) ? path.slice(root.length) : path.slice(1);
        const first = rest.split("/")[0];
        const page = names.includes(first) ? rest.slice(first.length + 1) : rest;
        const docname = page.replace(/(\\.html|\\/)$/, "");
        fetch(`${root}variants.json`).then((answer) => answer.json()).then((site) => {
          const name = [docname, `${docname}/index`].find((found) => site.pages[found]);
          if (!name) return;
          for (const variant of site.variants) {
            if (variant.name === first || !site.pages[name].includes(variant.name)) continue;
            const item = document.createElement("li"), link = document.createElement("a");
            link.href = `${root}${variant.url}${page}${location.hash}`;
            link.textContent = `This page in ${variant.title}`;
            item.append(link);
            document.querySelector("ul").prepend(item);
          }
        }).catch(() => {});
      })();
"""


def not_found_page(variant_set: VariantSet, *, variant: str | None, language: str) -> str:
    """The text of ``404.html``, for ``variant`` or for the root."""
    base = urlsplit(variant_set.base_url).path if variant_set.base_url else None
    names = [variant, *variant_set.names] if variant else list(variant_set.names)
    items = "\n".join(
        f'      <li><a data-variant="{html.escape(name)}" href="{html.escape((base or "/") + name)}/">'
        f"{html.escape(variant_set[name].title)}</a></li>"
        for name in dict.fromkeys(names)
    )
    script = _SCRIPT.replace("NAMES", json.dumps(list(variant_set.names))).replace("BASE", json.dumps(base))
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language or "en")}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>Page not found</title>
    <style>
{STYLE}    </style>
  </head>
  <body>
    <h1>Page not found</h1>
    <p>There is no page at this address. Go on from here:</p>
    <ul>
{items}
    </ul>
    <script>
{script}    </script>
  </body>
</html>
"""
