"""The page for missing pages (``404.html``), of the root and of each variant.

Hosts serve it at any depth, so its styles are inline, and its links come from ``base_url`` or are
found from the address. In the browser it reads ``variants.json`` to see which variants have the
page, so its bytes do not depend on the pages.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from variantdocs.config.variants import VariantSet
from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.switcher.masthead import NO_MASTHEAD, Masthead

STYLE = """\
      :root { color-scheme: light dark; }
      body { font: 1.05rem/1.6 system-ui, sans-serif; max-width: 38rem; }
      body { margin: 15vh auto 0; padding: 0 1.2rem; overflow-wrap: anywhere; }
      h1 { line-height: 1.25; }
      header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin-bottom: 2.5rem; }
      header form { flex: 1 1 14rem; }
      input { font: inherit; box-sizing: border-box; width: 100%; padding: 0.4rem 0.7rem; }
      li { padding: 0.15rem 0; }
      a { color: #0f5f59; color: light-dark(#0f5f59, #5eead4); }
"""
"""The style of the pages that no theme renders."""

# The site's root is where ``variants.json`` is. Without ``base_url``, the script tries each folder
# of the address that a variant's name follows, then every folder above the address. A root never
# begins with two slashes: that would be another host, chosen by the author of the link.
_SCRIPT = """\
      (async () => {
        const names = NAMES, base = BASE, label = LABEL;
        const path = location.pathname;
        const folders = [...path.matchAll(/\\//g)].map((found) => path.slice(0, found.index + 1));
        const leading = folders.filter((root) => names.includes(path.slice(root.length).split("/")[0]));
        const roots = [...(base ? [base] : []), ...leading, ...folders.reverse()];
        const addressOf = (root) => new URL(root.replace(/^\\/+/, "/"), location.href);
        const leadTo = (root) => {
          for (const element of document.querySelectorAll("[data-home]")) {
            const attribute = { A: "href", FORM: "action", IMG: "src" }[element.tagName];
            element.setAttribute(attribute, new URL(element.dataset.home, addressOf(root)));
          }
        };
        const read = async (root) => {
          try {
            const answer = await fetch(new URL("variants.json", addressOf(root)));
            const site = answer.ok ? await answer.json() : null;
            return site && site.version === 1 ? site : null;
          } catch {
            return null;
          }
        };
        leadTo(base || leading[0] || "/");
        for (const root of [...new Set(roots)]) {
          const site = await read(root);
          if (!site) continue;
          leadTo(root);
          const rest = path.startsWith(root) ? path.slice(root.length) : path.replace(/^\\/+/, "");
          const first = rest.split("/")[0];
          const page = names.includes(first) ? rest.slice(first.length + 1) : rest;
          let name = page;
          try { name = decodeURIComponent(page); } catch { /* no page of ours has such an address */ }
          name = name.replace(/(SUFFIX|\\/)$/, "");
          const docname = [name, `${name}/index`].find((found) => Object.hasOwn(site.pages, found));
          if (docname === undefined) return;
          const items = [];
          for (const variant of site.variants) {
            if (variant.name === first || !site.pages[docname].includes(variant.name)) continue;
            const item = document.createElement("li"), link = document.createElement("a");
            link.href = new URL(`${variant.name}/${page}${location.hash}`, addressOf(root));
            link.textContent = label.replace("%(edition)s", () => variant.title);
            item.append(link);
            items.push(item);
          }
          document.querySelector("ul").prepend(...items);
          return;
        }
      })();
"""


def not_found_page(
    variant_set: VariantSet,
    homes: Mapping[str, str],
    *,
    variant: str | None,
    link_suffix: str = ".html",
    language: Language = ENGLISH,
    masthead: Masthead = NO_MASTHEAD,
) -> str:
    """The text of ``404.html``, for ``variant`` or for the root.

    :param homes: The address of each variant's start page, empty for its ``index.html``.
    :param link_suffix: What the addresses of pages end with.
    :param language: The language of the page.
    :param masthead: The logo and the search above the text.
    """
    base = urlsplit(variant_set.base_url).path if variant_set.base_url else None
    names = [variant, *variant_set.names] if variant else list(variant_set.names)
    start = {name: f"{name}/{homes.get(name, '')}" for name in names}
    items = "\n".join(
        f'        <li><a data-home="{html.escape(home)}" href="{html.escape((base or "/") + home)}">'
        f"{html.escape(variant_set[name].title)}</a></li>"
        for name, home in start.items()
    )
    translate = translator(language)
    title = html.escape(translate("Page not found"))
    hint = html.escape(translate("There is no page at this address. Go on from here:"))
    script = (
        _SCRIPT.replace("NAMES", _in_script(list(variant_set.names)))
        .replace("BASE", _in_script(base))
        .replace("SUFFIX", re.escape(link_suffix))
        .replace("LABEL", _in_script(translate("This page in %(edition)s")))
    )
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language.tag)}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>{title}</title>
    <style>
{STYLE}    </style>
  </head>
  <body>
{masthead.as_html(base or "/")}    <main>
      <h1>{title}</h1>
      <p>{hint}</p>
      <ul>
{items}
      </ul>
    </main>
    <script>
{script}    </script>
  </body>
</html>
"""


def _in_script(value: object) -> str:
    """``value`` as JavaScript inside HTML, where ``</script>`` would end it."""
    return json.dumps(value).replace("<", "\\u003c")
