"""Find what only other variants, or no reader at all, should see in a variant's output.

::

    source ──> texts of each variant ──> fragments that only others show ─┐
    indexes ──> names that only others have ──────────────────────────────┼──> leaks
    output ──> passages of each file, copies of the source's files ───────┘
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.generated_text import GeneratedText
from variantdocs.check.leaks.leak import Leak
from variantdocs.check.leaks.names import OtherNames, names_of_others
from variantdocs.check.leaks.output_files import OutputFolder, files_by_name
from variantdocs.check.leaks.screening import variants_with_leaks
from variantdocs.check.leaks.source_texts import SourceText, SourceTexts, read_source_texts
from variantdocs.check.leaks.variant_search import VariantSearch, names_shown_by
from variantdocs.check.leaks.words import differing_stretches, words_of_all
from variantdocs.check.parallel import call_in_processes
from variantdocs.pages.index import PageIndex
from variantdocs.sources.project import Project

_TEXTS_PER_PROCESS = 50  # fewer are read sooner than a process is started

_Shown = tuple[Sequence[str], frozenset[str]]
"""Texts, and the variants that are checked and show them."""


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
    shown_names = {
        variant: list(names_shown_by(variant, project, indexes.get(variant))) for variant in variants
    }
    fragments = fragments_by_variant(texts, names, shown_names, jobs=jobs)
    return {
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


def fragments_by_variant(
    texts: SourceTexts,
    names: Mapping[str, OtherNames],
    shown_names: Mapping[str, Sequence[str]],
    *,
    jobs: int,
) -> dict[str, Fragments]:
    """For each variant that is checked, what only others show, or no variant.

    :param names: The names that only others have, by the variant that is checked.
    :param shown_names: What each of these variants may show although no page of it holds it.
    """
    files: dict[Path, list[SourceText]] = {}
    for text in texts.texts:
        files.setdefault(text.path, []).append(text)
    hidden = call_in_processes(
        lambda share: _hidden_fragments(share, names.keys()),
        list(files.values()),
        jobs=jobs,
        least=_TEXTS_PER_PROCESS,
    )
    fragments = {variant: Fragments() for variant in names}
    for found in hidden:
        for hidden_from, added in found.items():
            for variant in hidden_from:
                fragments[variant].update(added)
    for variant, others in names.items():
        for title in others.titles:
            fragments[variant].add_short(title)
    shown: list[_Shown] = [(texts.common, frozenset(names))]
    shown += [(own, frozenset({variant})) for variant, own in shown_names.items()]
    shown += [
        ((text.text,), frozenset(names.keys() & text.variants)) for text in texts.texts if not text.is_branch
    ]
    _remove_shown(fragments, [(those, variants) for those, variants in shown if variants], jobs=jobs)
    for left in fragments.values():
        left.finish()
    return fragments


def _hidden_fragments(
    files: Iterable[Sequence[SourceText]], variants: Set[str]
) -> dict[frozenset[str], Fragments]:
    """What is in texts, by those of the variants that do not show the text.

    :param files: The texts of each file.
    """
    hidden: dict[frozenset[str], Fragments] = {}
    for texts in files:
        versions = [text for text in texts if text.variants and not text.is_branch]
        members = frozenset(variant for text in versions for variant in text.variants)
        # What all versions of a file have in common would be removed later, and is most of each.
        stretches = differing_stretches([version.text for version in versions])
        for version, differing in zip(versions, stretches, strict=True):
            hidden_from = (variants - version.variants) & members
            if hidden_from:
                found = hidden.setdefault(frozenset(hidden_from), Fragments())
                for stretch in differing:
                    found.update(_fragments_of(replace(version, text=stretch)))
        for text in texts:
            is_version = text.variants and not text.is_branch
            hidden_from = variants - text.variants - (members if is_version else frozenset())
            if hidden_from:
                hidden.setdefault(frozenset(hidden_from), Fragments()).update(_fragments_of(text))
    return hidden


def _fragments_of(text: SourceText) -> Fragments:
    """What to look for of a text that is hidden: of one branch, only a text that is short as a whole."""
    found = Fragments()
    if text.is_branch and text.variants:
        found.add_short(text.text)
    elif text.is_excerpted:
        found.add_phrases(text.text)
    else:
        found.add(text.text)
    return found


def _remove_shown(fragments: Mapping[str, Fragments], shown: Sequence[_Shown], *, jobs: int) -> None:
    """Remove from each variant's fragments what it shows itself."""
    anywhere = Fragments.of_all(fragments.values())
    found = call_in_processes(
        lambda share: _shown_fragments(share, fragments, anywhere),
        shown,
        jobs=jobs,
        least=_TEXTS_PER_PROCESS,
    )
    for removed in found:
        for variants, those in removed.items():
            for variant in variants:
                fragments[variant].remove_phrases(those.words, those.phrases)


def _shown_fragments(
    shown: Iterable[_Shown], fragments: Mapping[str, Fragments], anywhere: Fragments
) -> dict[frozenset[str], Fragments]:
    """The words of texts, and the phrases in them that are fragments of any variant, by who shows them."""
    removed: dict[frozenset[str], Fragments] = {}
    for texts, variants in shown:
        candidates = fragments[next(iter(variants))] if len(variants) == 1 else anywhere
        words = words_of_all(texts)
        found = Fragments(words=set(words), phrases=candidates.phrases_in(words))
        removed.setdefault(variants, Fragments()).update(found)
    return removed
