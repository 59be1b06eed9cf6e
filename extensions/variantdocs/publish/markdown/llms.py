"""Write ``llms.txt`` and ``llms-full.txt``, as https://llmstxt.org/ describes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from variantdocs.config.variants import VariantSet
from variantdocs.pages.index import PageIndex


def variant_llms(index: PageIndex, addresses: Mapping[str, str], about: str) -> str:
    """The list of a variant's pages: those below each page that the start page names, in a section.

    :param addresses: docname → the address of its Markdown file.
    :param about: One line about the variant.
    """
    sections: dict[str, list[str]] = {}
    for docname in addresses:
        sections.setdefault(_section(index, docname), []).append(docname)
    home = index.pages.get(index.root)
    lines = [f"# {_plain(home.title if home else index.title)}", "", f"> {about}", ""]
    for section, docnames in sections.items():
        if section:
            lines += [f"## {_plain(index.pages[section].title)}", ""]
        lines += [f"- [{_plain(index.pages[name].title)}]({addresses[name]})" for name in docnames]
        lines.append("")
    return "\n".join(lines)


def variant_llms_full(about: str, pages: Iterable[tuple[str, str]]) -> str:
    """The text of all pages of a variant.

    :param pages: The address and the Markdown of each page.
    """
    parts = [f"> {about}\n"]
    parts += [f"---\n\nSource: {address}\n\n{markdown}" for address, markdown in pages]
    return "\n".join(parts)


def root_llms(variant_set: VariantSet, title: str) -> str:
    """The list of the variants, for the root of the site."""
    base = variant_set.base_url or ""
    lines = [f"# {_plain(title)}", "", "> Each edition of the product has documentation of its own.", ""]
    lines += [
        f"- [{_plain(variant.title)}]({base}{variant.name}/llms.txt), "
        f"[all in one file]({base}{variant.name}/llms-full.txt)"
        for variant in variant_set.variants
    ]
    return "\n".join([*lines, ""])


def _section(index: PageIndex, docname: str) -> str:
    """The page just below the start page to which ``docname`` belongs; empty for the start page itself."""
    seen = set()
    while docname != index.root and docname not in seen:
        seen.add(docname)
        parent = index.parents.get(docname)
        if parent is None or parent == index.root:
            return docname if parent else ""
        docname = parent
    return ""


def _plain(title: str) -> str:
    """A title as the text of a link."""
    return " ".join(title.split()).replace("[", "\\[").replace("]", "\\]")
