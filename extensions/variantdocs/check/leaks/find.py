"""Find what only other variants, or no reader at all, should see in a variant's output.

::

    source ──> texts of each variant ──> fragments that only others show ─┐
    indexes ──> names that only others have ──────────────────────────────┼──> leaks
    output ──> passages of each file, copies of the source's files ───────┘
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.generated_text import GeneratedText
from variantdocs.check.leaks.leak import Leak
from variantdocs.check.leaks.names import OtherNames, names_of_others
from variantdocs.check.leaks.output_files import OutputFolder, files_by_name
from variantdocs.check.leaks.screening import variants_with_leaks
from variantdocs.check.leaks.source_texts import SourceText, SourceTexts, read_source_texts
from variantdocs.check.leaks.variant_search import VariantSearch
from variantdocs.check.leaks.words import words_of_all
from variantdocs.check.parallel import map_in_processes
from variantdocs.pages.index import PageIndex
from variantdocs.sources.project import Project

_TEXTS_PER_PROCESS = 50  # fewer are read sooner than a process is started


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
    fragments = fragments_by_variant(texts, names, jobs=jobs)
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


def fragments_by_variant(
    texts: SourceTexts, names: Mapping[str, OtherNames], *, jobs: int
) -> dict[str, Fragments]:
    """For each variant that is checked, what only others show, or no variant.

    :param names: The names that only others have, by the variant that is checked.
    """
    files: dict[Path, list[SourceText]] = {}
    for text in texts.texts:
        files.setdefault(text.path, []).append(text)
    hidden = map_in_processes(
        lambda share: [_hidden_fragments(share, names.keys())],
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
    _remove_shown(fragments, texts, jobs=jobs)
    return fragments


def _hidden_fragments(
    files: Iterable[Sequence[SourceText]], variants: Set[str]
) -> dict[frozenset[str], Fragments]:
    """What is in texts, by those of the variants that do not show the text.

    :param files: The texts of each file.
    """
    hidden: dict[frozenset[str], Fragments] = {}
    for texts in files:
        found = [(text, _fragments_of(text)) for text in texts if variants - text.variants]
        versions = [text for text in texts if text.variants and not text.is_branch]
        members = frozenset(variant for text in versions for variant in text.variants)
        # What all versions of a file have in common would be removed later, and is most of each.
        shared = Fragments.of_all(added for _, added in found) if found and len(versions) > 1 else Fragments()
        for version in versions:
            shared.phrases = shared.phrases_in(words_of_all([version.text]))
        for text, added in found:
            hidden_from = frozenset(variants - text.variants)
            if hidden_from - members:
                hidden.setdefault(hidden_from - members, Fragments()).update(added)
            if hidden_from & members:
                added.remove_phrases((), shared.phrases)
                hidden.setdefault(hidden_from & members, Fragments()).update(added)
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


def _remove_shown(fragments: Mapping[str, Fragments], texts: SourceTexts, *, jobs: int) -> None:
    """Remove from each variant's fragments what it shows itself."""
    anywhere = Fragments.of_all(fragments.values())
    shown = [
        text for text in texts.texts if not text.is_branch and not fragments.keys().isdisjoint(text.variants)
    ]
    found = map_in_processes(
        lambda share: [_shown_fragments(share, fragments, anywhere)],
        shown,
        jobs=jobs,
        least=_TEXTS_PER_PROCESS,
    )
    for removed in found:
        for variants, those in removed.items():
            for variant in variants:
                fragments[variant].remove_phrases(those.words, those.phrases)


def _shown_fragments(
    texts: Iterable[SourceText], fragments: Mapping[str, Fragments], anywhere: Fragments
) -> dict[frozenset[str], Fragments]:
    """The words of texts, and the phrases in them that are fragments of any variant, by who shows them."""
    shown: dict[frozenset[str], Fragments] = {}
    for text in texts:
        variants = frozenset(fragments.keys() & text.variants)
        candidates = fragments[next(iter(variants))] if len(variants) == 1 else anywhere
        words = words_of_all([text.text])
        found = Fragments(words=set(words), phrases=candidates.phrases_in(words))
        shown.setdefault(variants, Fragments()).update(found)
    return shown
