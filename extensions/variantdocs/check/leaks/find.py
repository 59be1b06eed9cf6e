"""Find what only other variants, or nobody, should see in a variant's output.

::

    source ──> texts of each variant ──> fragments that only others show ─┐
    indexes ──> names that only others have ──────────────────────────────┼──> leaks
    output ──> passages of each file, copies of the source's files ───────┘
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.generated_text import GeneratedText, package_folder
from variantdocs.check.leaks.leak import Leak, LeakType
from variantdocs.check.leaks.names import OtherNames, is_page_of, names_of_others, own_names, paths_in
from variantdocs.check.leaks.output_files import OutputFiles, copies_of, files_by_name, read_output_files
from variantdocs.check.leaks.source_texts import SourceText, SourceTexts, own_settings, read_source_texts
from variantdocs.check.leaks.stems import stemmer_of
from variantdocs.check.leaks.unexpanded_tags import signature, tags_in, tags_of
from variantdocs.check.leaks.words import Phrase, find_phrase, words_of, words_of_all
from variantdocs.check.passage import Role
from variantdocs.pages.index import PageIndex
from variantdocs.sources.assets import digest, digests_of
from variantdocs.sources.project import Project

_SHOWN = 80  # characters of a passage


def find_leaks(
    output: Path, variants: Sequence[str], project: Project, indexes: Mapping[str, PageIndex]
) -> list[Leak]:
    """The leaks in the folders of ``variants`` below ``output``.

    :param indexes: The indexes of the project's variants, as far as there are any.
    """
    was_enabled = gc.isenabled()
    gc.disable()  # nearly everything is kept to the end, so collecting takes time for nothing
    try:
        return _found(output, variants, project, indexes)
    finally:
        if was_enabled:
            gc.enable()


def _found(
    output: Path, variants: Sequence[str], project: Project, indexes: Mapping[str, PageIndex]
) -> list[Leak]:
    texts = read_source_texts(project, indexes, output=output)
    generated = GeneratedText(project.settings)
    packages = generated.packages()
    packages += [folder for folder in (package_folder("sphinx"),) if folder is not None]
    originals = files_by_name(packages)
    names = {variant: names_of_others(indexes, variant) for variant in variants}
    fragments = _fragments(texts, names)
    leaks: list[Leak] = []
    for variant in variants:
        search = _Search(
            variant, project, texts, indexes.get(variant), names[variant], fragments[variant], generated
        )
        leaks += search.in_folder(output / variant, originals)
    return leaks


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
    for text in texts.texts:
        if not text.is_branch and not names.keys().isdisjoint(text.variants):
            words = words_of_all([text.text])
            for variant in names.keys() & text.variants:
                fragments[variant].remove(words)
    return fragments


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the source, and the offset of what was found in it."""

    text: SourceText
    offset: int

    @property
    def line(self) -> int:
        return self.text.line(self.offset)


class _Search:
    """The search in one variant's output."""

    def __init__(
        self,
        variant: str,
        project: Project,
        texts: SourceTexts,
        index: PageIndex | None,
        names: OtherNames,
        fragments: Fragments,
        generated: GeneratedText,
    ) -> None:
        self.variant = variant
        self.project = project
        self.texts = texts
        self.index = index
        self.names = names
        self.fragments = fragments
        self.generated = generated
        self.base_url = project.variant_set.base_url
        self._linked: Set[str] = frozenset()

    def in_folder(self, folder: Path, originals: Mapping[str, Sequence[Path]]) -> Iterator[Leak]:
        """The leaks below a folder; what comes from one source file to the same files is one leak."""
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        copies, leaked = self._copies(files)
        yield from leaked
        copies.update(copies_of((path for path in files if "_static" in path.parts), originals))
        files = [path for path in files if path not in copies]
        others = [name for name in self.project.variant_set.names if name != self.variant]
        read = functools.partial(read_output_files, folder, files, others, base_url=self.base_url)
        output = read(with_files=False)
        self._linked = output.linked
        self.fragments.remove(words_of_all(self._own_names()))
        self.fragments.finish()
        if next(self._in_passages(output), None) is None:
            return
        output = read(with_files=True)
        found: dict[tuple[object, ...], Leak] = {}
        for leak in self._in_passages(output):
            key = (leak.type, leak.files, leak.source, leak.line if leak.source is None else None)
            known_leak = found.get(key)
            if known_leak is None:
                found[key] = leak
            else:
                first = min(known_leak, leak, key=lambda one: (one.line or 0, one.text))
                found[key] = replace(first, count=known_leak.count + leak.count)
        yield from found.values()

    def _copies(self, files: Sequence[Path]) -> tuple[set[Path], list[Leak]]:
        """The output files that are copies of the source's files, and the leaks among them."""
        sizes = {path: path.stat().st_size for path in files}
        originals = digests_of(self.texts.assets.files, set(sizes.values()))
        source_sizes = {original.stat().st_size for found in originals.values() for original in found}
        copies, leaks = set(), []
        for path in files:
            if sizes[path] not in source_sizes:
                continue
            same = originals.get(digest(path.read_bytes()), [])
            if same and all(self.texts.assets.only_for_others(original, self.variant) for original in same):
                leaks.append(self._copied(path, same[0]))
            if same:
                copies.add(path)
        return copies, sorted(leaks, key=lambda leak: leak.files)

    def _copied(self, path: Path, original: Path) -> Leak:
        place = self.texts.assets.references[original][0]
        return Leak(
            type=LeakType.FILE,
            variant=self.variant,
            files=(path,),
            text=original.name,
            others=self._in_order(self.texts.assets.users[original]),
            source=place.path,
            line=place.line,
        )

    def _own_texts(self) -> Iterator[str]:
        yield from (text.text for text in self.texts.shown_by(self.variant))
        yield from self._own_names()

    def _own_names(self) -> Iterator[str]:
        """What the variant may show although no page of it holds it."""
        yield from self.texts.common
        yield from own_settings(self.project, self.variant)
        for page in self.project.pages:
            if self.variant in page.members:
                yield f"{page.path.relative_to(self.project.source).as_posix()}.txt"  # in ``_sources``
        if self.index is not None:
            yield from own_names(self.index, self.base_url)
        yield from self._linked

    def _in_passages(self, output: OutputFiles) -> Iterator[Leak]:
        stems = _Stems(self.fragments.words, self.project.settings)
        for role, passages in output.passages.items():
            texts = []
            for text, files in passages.items():
                if "@@" in text or "{@" in text:
                    yield from self._of_tags(text, files)
                if role is Role.TERM:
                    yield from self._of_term(text, files, stems)
                elif role is Role.NAME and text in self.names.anchors:
                    if self._is_foreign(tuple(words_of(text))):
                        yield self._named(text, self.names.anchors[text], files)
                elif role is Role.OWN_PAGE and self._is_page(text):
                    page = self.names.page_with_docname(text)
                    if page is not None:
                        yield self._named(text, page, files)
                elif role is Role.PAGE or role is Role.ADDRESS:
                    yield from self._of_address(role, text, files)
                else:
                    texts.append(text)
            yield from self._of_texts(role, texts, passages)

    def _of_tags(self, text: str, files: list[Path]) -> Iterator[Leak]:
        for tag in tags_in(text):
            if signature(tag) not in self._own_tags:
                yield self._leak(LeakType.TAG, tag, files)

    def _of_term(self, term: str, files: list[Path], stems: _Stems) -> Iterator[Leak]:
        for word in stems.words_of(term):
            if not stems.are_shown(term, self.fragments.shown) and self._is_foreign((word,)):
                yield from self._shown_by_others((word,), term, files)
                return

    @cached_property
    def _own_tags(self) -> frozenset[str]:
        return tags_of(self._own_texts())

    def _is_page(self, name: str) -> bool:
        return self.index is not None and (
            is_page_of(self.index, name) or self.names.page_with_docname(name) is not None
        )

    def _of_address(self, role: Role, address: str, files: list[Path]) -> Iterator[Leak]:
        if role is Role.ADDRESS and "://" not in address:
            return  # one that leads to no page is reported as a dead link
        page = self.names.page_named(address, variant=self.variant, base_url=self.base_url)
        if page is not None:
            yield self._named(address, page, files)

    def _of_texts(
        self, role: Role, texts: Sequence[str], passages: Mapping[str, list[Path]]
    ) -> Iterator[Leak]:
        for text in texts:
            for path in paths_in(text):
                page = self.names.page_named(path, variant=self.variant, base_url=self.base_url)
                if page is not None and not any(path in shown for shown in self._own_texts()):
                    yield self._named(path, page, passages[text])
        for text, start, end in self.fragments.spans_in(texts, only_phrases=role is Role.CODE):
            words = words_of(text)
            fragment = next(filter(self._is_foreign, self.fragments.parts_of(words[start:end])), None)
            if fragment is not None:
                shown = _shown(text, words[start], words[end - 1])
                yield from self._shown_by_others(fragment, shown, passages[text])

    def _is_foreign(self, phrase: Phrase) -> bool:
        """Whether the tools of the project do not bring the phrase along."""
        return not self.generated.holds(phrase)

    def _shown_by_others(self, fragment: Phrase, shown: str, files: list[Path]) -> Iterator[Leak]:
        place = self._place_of(fragment)
        if place is None:
            yield self._leak(LeakType.TEXT, shown, files)
            return
        kind = LeakType.TEXT
        if not place.text.variants:
            kind = LeakType.COMMENT if place.text.is_comment else LeakType.HIDDEN
        yield replace(
            self._leak(kind, shown, files),
            others=self._in_order(place.text.variants),
            source=place.text.path,
            line=place.line,
        )

    def _place_of(self, fragment: Phrase) -> _Place | None:
        """Where the source has a fragment; pages before comments, and both before single branches."""
        hidden = sorted(
            self.texts.hidden_from(self.variant), key=lambda text: (text.is_branch, not text.variants)
        )
        for text in hidden:
            offset = find_phrase(fragment, text.text) if fragment[0] in text.text.lower() else None
            if offset is not None:
                return _Place(text, offset)
        return None

    def _named(self, name: str, where: tuple[str, str], files: list[Path]) -> Leak:
        variant, docname = where
        page = next((page for page in self.project.pages if page.docname == docname), None)
        line = 1
        if page is not None:
            words = tuple(words_of(name))
            offset = find_phrase(words, page.text) if words else None
            line = page.text.count("\n", 0, offset or 0) + 1
        return replace(
            self._leak(LeakType.NAME, name, files),
            others=(variant,),
            source=None if page is None else page.path,
            line=None if page is None else line,
        )

    def _leak(self, kind: LeakType, text: str, files: Iterable[Path]) -> Leak:
        text = " ".join(text.split())
        shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        return Leak(type=kind, variant=self.variant, files=tuple(files), text=shown)

    def _in_order(self, variants: Iterable[str]) -> tuple[str, ...]:
        wanted = set(variants)
        return tuple(name for name in self.project.variant_set.names if name in wanted)


class _Stems:
    """The stems of words that only others show."""

    def __init__(self, words: Iterable[str], settings: Mapping[str, object]) -> None:
        language = settings.get("html_search_language") or settings.get("language") or "en"
        self._stem = stemmer_of(str(language))
        self._words: dict[str, list[str]] = {}
        for word in sorted(words):
            self._words.setdefault(self._stem(word), []).append(word)
        self._own: frozenset[str] | None = None

    def words_of(self, stem: str) -> list[str]:
        """The words that have a stem."""
        return self._words.get(stem, [])

    def are_shown(self, stem: str, own_words: Iterable[str]) -> bool:
        """Whether the variant shows another word of that stem."""
        if self._own is None:
            self._own = frozenset(map(self._stem, own_words))
        return stem in self._own


def _shown(text: str, first: str, last: str) -> str:
    """The stretch of a passage from its word ``first`` to ``last``."""
    lower = text.lower()
    start = lower.find(first)
    end = lower.find(last, max(start, 0))
    return text if start < 0 or end < 0 else text[start : end + len(last)]
