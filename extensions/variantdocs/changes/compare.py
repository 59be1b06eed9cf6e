"""Compare two states of a project: which pages of each variant are changed, added or removed."""

from __future__ import annotations

import difflib
import os
import posixpath
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from variantdocs.sources.assets import Assets
from variantdocs.sources.markup import without_repeated_blank_lines
from variantdocs.sources.project import Project, include_directives, is_literal_include, named_file
from variantdocs.sources.source_file import SourceFile
from variantdocs.sources.variant_texts import VariantTexts, expand_file
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.tags import may_have_tags


class Status(StrEnum):
    """What has happened to a page of a variant."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageChange:
    """A page of a variant that is not what it was.

    ``added`` and ``removed`` count lines of the page's own text. ``through`` are the files that the page
    includes or shows and that differ, relative to the source folder.
    """

    docname: str
    status: Status
    added: int = 0
    removed: int = 0
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantChange:
    """What a change does to one variant. ``settings`` says whether its own Sphinx settings differ."""

    name: str
    title: str
    pages: tuple[PageChange, ...] = ()
    is_new: bool = False
    is_gone: bool = False
    settings: bool = False

    def count(self, status: Status) -> int:
        """The number of pages with a status."""
        return sum(page.status is status for page in self.pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a change does to every variant, in the order of ``variants.yaml``.

    ``conf`` says whether ``conf.py`` differs, so that any page may.
    """

    variants: tuple[VariantChange, ...]
    conf: bool = False

    def __bool__(self) -> bool:
        """Whether any variant differs."""
        return self.conf or any(
            one.pages or one.is_new or one.is_gone or one.settings for one in self.variants
        )


def compare_projects(old: Project, new: Project, changed: Set[str], *, conf: bool = False) -> Changes:
    """Compare two states of one project.

    :param changed: The files that differ, relative to the folder of sources.
    :param conf: Whether ``conf.py`` differs.
    """
    before, after = _State(old), _State(new)
    names_differ = old.names != new.names
    was_there = set(old.variant_set.names)

    def is_same(file: SourceFile, other: SourceFile) -> bool:
        return file.text == other.text and not (names_differ and may_have_tags(file.text))

    found = []
    for variant in new.variant_set.variants:
        pages = _Comparison(variant.name, before, after, changed, is_same).pages()
        settings = variant.name in was_there and old.variant_set[variant.name].conf != variant.conf
        found.append(
            VariantChange(
                name=variant.name,
                title=variant.title,
                pages=tuple(pages),
                is_new=variant.name not in was_there,
                settings=settings,
            )
        )
    for variant in old.variant_set.variants:
        if variant.name not in new.variant_set.names:
            pages = _Comparison(variant.name, before, after, changed, is_same).pages()
            found.append(
                VariantChange(name=variant.name, title=variant.title, pages=tuple(pages), is_gone=True)
            )
    return Changes(variants=tuple(found), conf=conf)


class _State:
    """One state of a project; files are expanded when they are asked for."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files = {self.name(file.path): file for file in project.files}
        self._environment = PageEnvironment()
        self._expanded: dict[str, VariantTexts] = {}

    def name(self, path: Path) -> str:
        """The path relative to the folder of sources, which differs between states."""
        return Path(os.path.relpath(path, self.project.source)).as_posix()

    def text(self, name: str, variant: str) -> str | None:
        """The text of a file as a variant shows it; ``None`` if it has none."""
        file = self.files.get(name)
        if file is None or variant not in file.members:
            return None
        if name not in self._expanded:
            self._expanded[name] = expand_file(file, self.project, self._environment)
        return self._expanded[name].texts[variant]

    def included(self, name: str, text: str) -> list[str]:
        """The files that a text includes and that are expanded."""
        path = self.files[name].path
        return [
            self.name(named_file(written, path, self.project.source))
            for written, _, options in include_directives(text)
            if not is_literal_include(options)
        ]

    def shown(self, name: str, text: str, changed: Iterable[str]) -> list[str]:
        """Those of the changed files that a text refers to."""
        names = {
            Path(posixpath.normpath(self.project.source / other)): other
            for other in changed
            if other not in self.files
        }
        assets = Assets(files=tuple(names))
        assets.note(text, {""}, page=self.files[name].path, roots=[self.project.source], by_name=False)
        return sorted(names[path] for path in assets.users)


class _Comparison:
    """The comparison of one variant."""

    def __init__(
        self,
        variant: str,
        before: _State,
        after: _State,
        changed: Set[str],
        is_same: Callable[[SourceFile, SourceFile], bool],
    ) -> None:
        self.variant = variant
        self.before = before
        self.after = after
        self.changed = changed
        self._is_same = is_same
        self._parts = {"include", *(posixpath.basename(name).partition(".")[0] for name in changed)}

    def pages(self) -> list[PageChange]:
        """The pages that are not what they were, by docname."""
        old, new = self._pages(self.before), self._pages(self.after)
        found = []
        for docname in sorted(old.keys() | new.keys()):
            if docname not in old:
                lines = _lines(self.after.text(new[docname], self.variant) or "")
                found.append(PageChange(docname=docname, status=Status.ADDED, added=len(lines)))
            elif docname not in new:
                lines = _lines(self.before.text(old[docname], self.variant) or "")
                found.append(PageChange(docname=docname, status=Status.REMOVED, removed=len(lines)))
            else:
                change = self._change(docname, old[docname], new[docname])
                if change is not None:
                    found.append(change)
        return found

    def _pages(self, state: _State) -> Mapping[str, str]:
        return {
            file.docname: name
            for name, file in state.files.items()
            if file.docname is not None and self.variant in file.members
        }

    def _change(self, docname: str, old: str, new: str) -> PageChange | None:
        through = self._through(new, frozenset())
        if self._is_unchanged(old, new):
            added = removed = 0
        else:
            added, removed = _counted(
                self.before.text(old, self.variant) or "", self.after.text(new, self.variant) or ""
            )
        if not (added or removed or through):
            return None
        return PageChange(
            docname=docname,
            status=Status.CHANGED,
            added=added,
            removed=removed,
            through=tuple(sorted(through)),
        )

    def _is_unchanged(self, old: str, new: str) -> bool:
        before, after = self.before.files.get(old), self.after.files.get(new)
        if before is not None and after is not None and self._is_same(before, after):
            return True
        return self._shown(self.before, old) == self._shown(self.after, new)

    def _shown(self, state: _State, name: str) -> str | None:
        """The text of a file, without the blank lines that a block leaves where another variant shows it."""
        text = state.text(name, self.variant)
        return text and without_repeated_blank_lines(text, is_markdown=name.endswith(".md"))

    def _through(self, name: str, above: frozenset[str]) -> set[str]:
        """The files that differ and that a file includes or shows, directly or through others."""
        file = self.after.files.get(name)
        needs_look = file is not None and any(part in file.text for part in self._parts)
        text = self.after.text(name, self.variant) if needs_look else None
        if text is None:
            return set()
        found = set(self.after.shown(name, text, self.changed))
        for included in self.after.included(name, text) if name not in above else ():
            if included in self.after.files and not self._is_unchanged(included, included):
                found.add(included)
            found |= self._through(included, above | {name})
        return found


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def _counted(before: str, after: str) -> tuple[int, int]:
    """How many lines came and how many went; empty ones do not count, unless nothing else differs."""
    matcher = difflib.SequenceMatcher(None, _lines(before), _lines(after), autojunk=False)
    added = removed = 0
    for operation, start, end, new_start, new_end in matcher.get_opcodes():
        if operation != "equal":
            removed += end - start
            added += new_end - new_start
    return (added, removed) if added or removed else (int(before != after), 0)
