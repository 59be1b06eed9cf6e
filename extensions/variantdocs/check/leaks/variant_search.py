"""Search the output of one variant for what only other variants, or no reader at all, should see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from variantdocs.check.leaks.fragments import Fragments
from variantdocs.check.leaks.generated_text import GeneratedText
from variantdocs.check.leaks.leak import Leak, LeakType
from variantdocs.check.leaks.names import OtherNames, is_page_of, own_names, paths_in
from variantdocs.check.leaks.output_files import OutputFiles, OutputFolder, copies_of
from variantdocs.check.leaks.page_text import PageText
from variantdocs.check.leaks.source_texts import SourceText, SourceTexts, own_settings
from variantdocs.check.leaks.stems import Stems
from variantdocs.check.leaks.unexpanded_tags import signature, tags_in, tags_of
from variantdocs.check.leaks.words import Phrase, find_phrase, stretch_of, words_of, words_of_all
from variantdocs.check.passage import Role
from variantdocs.pages.index import PageIndex
from variantdocs.sources.assets import digest, digests_of
from variantdocs.sources.project import Project

_SHOWN = 80  # characters of a passage


@dataclass(frozen=True, slots=True)
class _Place:
    """A text of the source, and the offset of what was found in it."""

    text: SourceText
    offset: int

    @property
    def line(self) -> int:
        return self.text.line(self.offset)


def names_shown_by(variant: str, project: Project, index: PageIndex | None) -> Iterator[str]:
    """What a variant, but not every one, may show although no page of it holds it.

    :param index: The variant's index, if there is one.
    """
    yield from own_settings(project, variant)
    for page in project.pages:
        if variant in page.members:
            yield f"{page.path.relative_to(project.source).as_posix()}.txt"  # in ``_sources``
    if index is not None:
        yield from own_names(index, project.variant_set.base_url)


class VariantSearch:
    """The search in one variant's output.

    :param index: The variant's index, if there is one.
    :param names: The names that only others have.
    :param fragments: What only others show.
    """

    def __init__(
        self,
        variant: str,
        *,
        output: OutputFolder,
        project: Project,
        texts: SourceTexts,
        index: PageIndex | None,
        names: OtherNames,
        fragments: Fragments,
        generated: GeneratedText,
    ) -> None:
        self.variant = variant
        self.output = output
        self.project = project
        self.texts = texts
        self.index = index
        self.names = names
        self.fragments = fragments
        self.generated = generated
        self.base_url = project.variant_set.base_url
        self._linked: Set[str] = frozenset()

    def copies(self, originals: Mapping[str, Sequence[Path]]) -> Iterator[Leak]:
        """Leave out the output files that are copies of others; those that only others show are leaks.

        :param originals: The files that packages bring along, by their names.
        """
        copies, leaked = self._copies(self.output.files)
        static = (path for path in self.output.files if "_static" in path.parts)
        copies.update(copies_of(static, originals))
        self.output = replace(self.output, files=[path for path in self.output.files if path not in copies])
        yield from leaked

    def may_leak(self, text: PageText, *, phrases: bool) -> bool:
        """Whether the text of a page has to be read passage by passage.

        :param phrases: Whether it may have a phrase that only others show.
        """
        return text.may_leak(
            self.fragments, self.names, variant=self.variant, base_url=self.base_url, phrases=phrases
        )

    def has_leak(self, passages: OutputFiles) -> bool:
        """Whether any of the passages is a leak."""
        self._leave_out(passages.linked)
        return next(self._in_passages(passages), None) is not None

    def leaks(self) -> Iterator[Leak]:
        """The leaks in all files; what comes from one source file to the same files is one leak."""
        passages = self.output.all_passages()
        self._leave_out(passages.linked)
        found: dict[tuple[object, ...], Leak] = {}
        for leak in self._in_passages(passages):
            key = (leak.type, leak.files, leak.source, leak.line if leak.source is None else None)
            known_leak = found.get(key)
            if known_leak is None:
                found[key] = leak
            else:
                first = min(known_leak, leak, key=lambda one: (one.line or 0, one.text))
                found[key] = replace(first, count=known_leak.count + leak.count)
        yield from found.values()

    def _leave_out(self, linked: Set[str]) -> None:
        """Leave out what the texts of links to other variants hold: the variant may show that."""
        self._linked = linked
        self.fragments.remove(words_of_all(linked))
        self.fragments.finish()

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
        yield from self.texts.common
        yield from names_shown_by(self.variant, self.project, self.index)
        yield from self._linked

    def _in_passages(self, output: OutputFiles) -> Iterator[Leak]:
        stems = Stems(self.fragments.words, self.project.settings)
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

    def _of_term(self, term: str, files: list[Path], stems: Stems) -> Iterator[Leak]:
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
                shown = stretch_of(text, start, end)
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
