"""Write redirects for hosts that know them (``_redirects``), and as pages for those that do not."""

from __future__ import annotations

import html
import json
import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from variantdocs.locale import ENGLISH, Language, translator
from variantdocs.output import write_bytes
from variantdocs.publish.redirects.resolve import Redirect


def write_redirects(
    site: Path, redirects: Sequence[Redirect], base_url: str | None, languages: Mapping[str, Language]
) -> None:
    """Write the page of each redirect below ``site``, and the file ``_redirects`` if there are any.

    :param languages: The language of each variant's pages.
    """
    for redirect in redirects:
        page = redirect_page(redirect, base_url, language=languages[redirect.variant])
        write_bytes(site / redirect.file, page.encode("utf-8"))
    if redirects:
        write_bytes(site / "_redirects", redirects_file(redirects, base_url).encode("utf-8"))


def redirects_file(redirects: Sequence[Redirect], base_url: str | None) -> str:
    """``_redirects``, as Netlify and Cloudflare Pages read it: paths from the root of the host."""
    root = urlsplit(base_url).path if base_url else "/"
    lines = (f"{root}{redirect.old} {_absolute(redirect.new, root)} 301\n" for redirect in redirects)
    return "".join(lines)


def redirect_page(redirect: Redirect, base_url: str | None, *, language: Language = ENGLISH) -> str:
    """The page at the old address: leads on with a script, which keeps ``#anchor``, and without."""
    translate = translator(language)
    title = html.escape(translate("This page has moved"))
    link = html.escape(translate("Go on to the new page"))
    target = _relative(redirect)
    shown = html.escape(target)
    script = json.dumps(target).replace("<", "\\u003c")
    keep = "" if "#" in target else " + location.hash"
    canonical = ""
    if base_url or _is_elsewhere(redirect.new):
        address = _absolute(redirect.new, base_url or "").partition("#")[0]
        canonical = f'\n    <link rel="canonical" href="{html.escape(address)}">'
    return f"""<!DOCTYPE html>
<html lang="{html.escape(language.tag)}">
  <head>
    <meta charset="utf-8">
    <title>{title}</title>
    <script>location.replace({script}{keep});</script>
    <meta http-equiv="refresh" content="0; url={shown}">{canonical}
    <meta name="robots" content="noindex">
  </head>
  <body>
    <main>
      <h1>{title}</h1>
      <p><a href="{shown}">{link}</a></p>
    </main>
  </body>
</html>
"""


def _is_elsewhere(address: str) -> bool:
    return address.startswith(("https://", "http://"))


def _absolute(address: str, root: str) -> str:
    return address if _is_elsewhere(address) else f"{root}{address}"


def _relative(redirect: Redirect) -> str:
    """The new address as a link in the old page."""
    if _is_elsewhere(redirect.new):
        return redirect.new
    path, mark, anchor = redirect.new.partition("#")
    folder = posixpath.dirname(quote(redirect.file)) or "."
    found = posixpath.relpath(path, folder) + ("/" if path.endswith("/") else "")
    return f"{found}{mark}{anchor}"
