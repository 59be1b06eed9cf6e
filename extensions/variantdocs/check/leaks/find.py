"""Find what only other variants, or nobody, should see in a variant's output.

::

    source ──> texts of each variant ──> fragments that only others show ─┐
    indexes ──> names that only others have ──────────────────────────────┼──> leaks
    output ──> passages of each file, copies of the source's files ───────┘
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from pathlib import Path

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.generated_text import GeneratedText
from variantdocs.check.leaks.leak import Leak
from variantdocs.check.leaks.names import OtherNames, names_of_others
from variantdocs.check.leaks.output_files import OutputFolder, files_by_name
from variantdocs.check.leaks.screening import variants_with_leaks
from variantdocs.check.leaks.source_texts import SourceTexts, read_source_texts
from variantdocs.check.leaks.variant_search import VariantSearch
from variantdocs.check.leaks.words import words_of_all
from variantdocs.pages.index import PageIndex
from variantdocs.sources.project import Project


def find_leaks(
    output: Path,
    variants: Sequence[str],
    project: Project,
    indexes: Mapping[str, PageIndex],
    *,
    jobs: int = 1,
) -> list[Leak]:
    """The leaks in the folders of ``variants`` below ``output``.

    :param indexes: The indexes of the project's variants, as far as there are any.
    :param jobs: The most processes to use.
    """
    was_enabled = gc.isenabled()
    gc.disable()  # nearly everything is kept to the end, so collecting takes time for nothing
    try:
        return _found(output, variants, project, indexes, jobs=jobs)
    finally:
        if was_enabled:
            gc.enable()


def _found(
    output: Path,
    variants: Sequence[str],
    project: Project,
    indexes: Mapping[str, PageIndex],
    *,
    jobs: int,
) -> list[Leak]:
    searches = searches_in(output, variants, project, indexes, jobs=jobs)
    originals = files_by_name(searches[variants[0]].generated.installed_folders()) if variants else {}
    leaks = {variant: list(search.copies(originals)) for variant, search in searches.items()}
    for variant in variants_with_leaks(searches, jobs=jobs):
        leaks[variant] += searches[variant].leaks()
    return [leak for found in leaks.values() for leak in found]


def searches_in(
    output: Path,
    variants: Sequence[str],
    project: Project,
    indexes: Mapping[str, PageIndex],
    *,
    jobs: int,
) -> dict[str, VariantSearch]:
    """The searches in the folders of ``variants``; for the arguments see :func:`find_leaks`."""
    texts = read_source_texts(project, indexes, output=output, jobs=jobs)
    generated = GeneratedText(project.settings)
    names = {variant: names_of_others(indexes, variant) for variant in variants}
    fragments = _fragments(texts, names)
    searches = {
        variant: VariantSearch(
            variant,
            output=OutputFolder.of_variant(output, variant, project.variant_set),
            project=project,
            texts=texts,
            index=indexes.get(variant),
            names=names[variant],
            fragments=fragments[variant],
            generated=generated,
        )
        for variant in variants
    }
    for search in searches.values():
        search.finish_fragments()
    return searches


def _fragments(texts: SourceTexts, names: Mapping[str, OtherNames]) -> dict[str, Fragments]:
    """For each variant, what only others show, or nobody; each text is cut into words for all at once."""
    hidden: dict[frozenset[str], Fragments] = {}
    for text in texts.texts:
        hidden_from = frozenset(names.keys() - text.variants)
        if hidden_from:
            found = hidden.setdefault(hidden_from, Fragments())
            if text.is_branch and text.variants:
                found.add_short(text.text)
            elif text.is_excerpted:
                found.add_phrases(text.text)
            else:
                found.add(text.text)
    fragments = {variant: Fragments() for variant in names}
    for variant, others in names.items():
        for hidden_from, found in hidden.items():
            if variant in hidden_from:
                fragments[variant].update(found)
        for title in others.titles:
            fragments[variant].add_short(title)
    anywhere = Fragments()
    for found in fragments.values():
        anywhere.update(found)
    for text in texts.texts:
        if not text.is_branch and not names.keys().isdisjoint(text.variants):
            words = words_of_all([text.text])
            showing = [variant for variant in names if variant in text.variants]
            hidden_anywhere = fragments[showing[0]] if len(showing) == 1 else anywhere
            shown = hidden_anywhere.phrases_in(words)  # few, so that each variant need not go through all
            for variant in showing:
                fragments[variant].remove_phrases(words, shown)
    return fragments
