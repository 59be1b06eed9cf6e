"""Tell quickly which variants' output holds a leak, so that the others need not be read in full.

What several variants have in common is read once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.output_files import OutputFiles
from variantdocs.check.leaks.page_text import PageText
from variantdocs.check.leaks.variant_search import VariantSearch
from variantdocs.check.markdown_text import NewSections, is_markdown_of_page, lists_pages
from variantdocs.check.page_parts import NewParts
from variantdocs.check.parallel import call_in_processes
from variantdocs.check.read_output import passages_in

_FILES_PER_PROCESS = 50  # fewer are read sooner than a process is started


def variants_with_leaks(searches: Mapping[str, VariantSearch], *, jobs: int) -> list[str]:
    """The variants whose output holds a leak, in their order.

    :param searches: The searches in all outputs, by variant.
    :param jobs: The most processes to use.
    """
    names = sorted({name for search in searches.values() for name in search.output.by_name})
    anywhere = Fragments.of_all(search.fragments for search in searches.values())
    found = call_in_processes(
        lambda share: _variants_with_leaks(searches, anywhere, share),
        names,
        jobs=jobs,
        least=_FILES_PER_PROCESS,
    )
    return [variant for variant in searches if any(variant in variants for variants in found)]


def _variants_with_leaks(
    searches: Mapping[str, VariantSearch], anywhere: Fragments, names: Iterable[str]
) -> list[str]:
    """The variants with a leak in one of the files of these names.

    :param anywhere: The fragments of all variants.
    """
    passages = {variant: OutputFiles(search.output.folder) for variant, search in searches.items()}
    new_parts = {variant: NewParts() for variant in searches}
    new_sections = {variant: NewSections() for variant in searches}
    own = {variant: search.output.by_name for variant, search in searches.items()}
    for name in names:
        holders: dict[bytes, list[str]] = {}
        for variant, search in searches.items():
            if name not in own[variant]:
                continue
            found = passages[variant]
            data = search.output.content(name, found.linked)
            if name.endswith(".html"):
                parts, code = new_parts[variant].markup_and_code(data)
                found.add_without_files(passages_in(name, code))
            elif is_markdown_of_page(name):
                parts = new_sections[variant].of(data, in_variant_folder=lists_pages(name))
            else:
                found.add_without_files(passages_in(name, data))
                continue
            for part in parts:
                holders.setdefault(part, []).append(variant)
        for variants, markup in _by_holders(holders):
            text = _text_of(name, markup.decode("utf-8", "replace"))
            # What all variants show should be no fragment of any, so one set answers for all.
            fragments = anywhere if len(variants) == len(searches) else searches[variants[0]].fragments
            phrases = 1 < len(variants) < len(searches) or text.has_phrase_of(fragments)
            for variant in variants:
                if searches[variant].may_leak(text, phrases=phrases):
                    passages[variant].add_without_files(passages_in(name, markup))
    return [variant for variant, search in searches.items() if search.has_leak(passages[variant])]


def _text_of(name: str, content: str) -> PageText:
    """The text of a part of a page, or of its Markdown."""
    if is_markdown_of_page(name):
        return PageText.of_markdown(content, in_variant_folder=lists_pages(name))
    return PageText.of(content)


def _by_holders(holders: Mapping[bytes, Sequence[str]]) -> Iterable[tuple[Sequence[str], bytes]]:
    """The parts that the same variants have, together, with these variants."""
    parts: dict[tuple[str, ...], list[bytes]] = {}
    for part, variants in holders.items():
        parts.setdefault(tuple(variants), []).append(part)
    return ((variants, b"".join(found)) for variants, found in parts.items())
