"""The changes of one command over all files of a project: rename, retire, add."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from variantdocs.config.load import parse_variants
from variantdocs.errors import ConfigurationError
from variantdocs.paths import shown_path
from variantdocs.refactor.memberships import changed_declaration, dropping, replacing
from variantdocs.refactor.pages import (
    links_renamed,
    links_to,
    tags_replaced,
    toctree_entries,
    without_variant,
)
from variantdocs.refactor.variants_file import VariantsFile
from variantdocs.sources.edits import Edit, apply_edits
from variantdocs.sources.expansions import expand_alike
from variantdocs.sources.parser import PageParser
from variantdocs.sources.project import Project
from variantdocs.sources.source_file import ParsedFile, SourceFile, decode, encode
from variantdocs.suggestions import nearest


@dataclass(slots=True)
class Changes:
    """What a command changes.

    ``files`` maps each path to its bytes before and after, or ``None`` for a file that goes. ``blockers`` are
    lines about what must be changed by hand first; ``notes`` about what should be looked at afterwards.
    """

    files: dict[Path, tuple[bytes, bytes | None]] = field(default_factory=dict)
    blockers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def change(self, file: SourceFile, text: str | None) -> None:
        """Give a file another text, or remove it."""
        if text != file.text:
            before = encode(file.text, bom=file.bom)
            self.files[file.path] = (before, None if text is None else encode(text, bom=file.bom))


def rename(project: Project, old: str, new: str) -> Changes:
    """Give a variant or group another name.

    :raises ConfigurationError: there is no ``old``, or ``new`` cannot be its name.
    """
    _check_known(project, old)
    text, bom = decode(project.variants_file.read_bytes())
    changes = _with_variants_file(project, VariantsFile(text).renamed(old, new), text, bom=bom)
    for page in _parsed(project, changes):
        edits = [*tags_replaced(page, old, [new])]
        if old in project.variant_set.names:
            edits += links_renamed(page, old, new, project.variant_set.base_url)
        edits += changed_declaration(page.file, replacing(old, [new])) or []
        changes.change(page.file, apply_edits(page.file.text, edits))
    changes.notes += _mentions(project, old)
    return changes


def add(project: Project, name: str, like: str, title: str | None = None) -> Changes:
    """Add a variant that has what ``like`` has, or a group of the same variants.

    :raises ConfigurationError: there is no ``like``, or ``name`` cannot be used.
    """
    _check_known(project, like)
    text, bom = decode(project.variants_file.read_bytes())
    if like not in project.variant_set.names:
        return _with_variants_file(project, VariantsFile(text).group_added(name, like), text, bom=bom)
    added = VariantsFile(text).added(name, like, title or name)
    changes = _with_variants_file(project, added, text, bom=bom)
    for page in _parsed(project, changes):
        edits = tags_replaced(page, like, [like, name])
        edits += changed_declaration(page.file, replacing(like, [like, name])) or []
        changes.change(page.file, apply_edits(page.file.text, edits))
    changes.notes += _mentions(project, like)
    return changes


def retire(project: Project, name: str) -> Changes:
    """Remove a variant with the pages that only it has; or a group, whose members take its place.

    :raises ConfigurationError: there is no ``name``, or it is the only variant.
    """
    _check_known(project, name)
    text, bom = decode(project.variants_file.read_bytes())
    variants_file = VariantsFile(text)
    if name in project.variant_set.groups:
        members = project.variant_set.groups[name]
        changes = _with_variants_file(project, variants_file.group_replaced(name, members), text, bom=bom)
        for page in _parsed(project, changes):
            edits = tags_replaced(page, name, members)
            edits += changed_declaration(page.file, replacing(name, members)) or []
            changes.change(page.file, apply_edits(page.file.text, edits))
        return changes
    everyone = [found for found in project.variant_set.names if found != name]
    if not everyone:
        raise ConfigurationError((f"{name} is the only variant; a project needs one",))
    changes = _with_variants_file(project, variants_file.retired(name, everyone), text, bom=bom)
    _retire_in_pages(project, name, [name, *variants_file.emptied_groups(name)], everyone, changes)
    changes.notes += _mentions(project, name)
    return changes


def _retire_in_pages(
    project: Project, name: str, retired: list[str], everyone: list[str], changes: Changes
) -> None:
    parser = PageParser(project.names)
    going = {file.docname for file in project.pages if file.docname and file.members == {name}}
    for page in _parsed(project, changes):
        file = page.file
        if file.members == {name}:
            changes.change(file, None)
            continue
        edits: list[Edit] = [*(changed_declaration(file, dropping(retired, everyone)) or [])]
        edits += toctree_entries(file, going)
        shorter = replace(file, text=apply_edits(file.text, edits))
        final, remaining = without_variant(shorter, retired, parser)
        changes.change(file, final.text)
        left = file.members - {name}
        if not remaining and not expand_alike(
            shorter.text, final.text, left, project.names, parser.environment
        ):
            changes.blockers.append(
                f"{file.shown}: without {name}, the white space marks (`-`) of tags would remove other text; "
                "change its conditions by hand"
            )
        for tag in remaining:
            changes.blockers.append(
                f"{file.shown}: `{tag.written}` names {name} in a way that only a person can change"
            )
        for offset in links_to(page, name, project.variant_set.base_url):
            line = page.position(offset)[0]
            changes.notes.append(f"{file.shown}:{line}: a link leads to {name}; remove it")


def _parsed(project: Project, changes: Changes) -> Iterable[ParsedFile]:
    """All files of the project that can be read; the others are blockers."""
    parser = PageParser(project.names)
    for file in project.files:
        page = ParsedFile.from_file(file, parser)
        for problem in page.problems:
            changes.blockers.append(f"{file.shown}:{problem.line}: {problem.message} [{problem.kind}]")
        if not page.problems:
            yield page


def _with_variants_file(project: Project, text: str, before: str, *, bom: bool) -> Changes:
    """Changes that begin with ``variants.yaml``.

    :raises ConfigurationError: the new text has problems.
    """
    _, problems = parse_variants(text)
    if problems:
        shown = shown_path(project.variants_file)
        raise ConfigurationError(tuple(problem.text(shown) for problem in problems))
    changes = Changes()
    changes.files[project.variants_file] = (encode(before, bom=bom), encode(text, bom=bom))
    return changes


def _check_known(project: Project, name: str) -> None:
    known: Mapping[str, object] = dict.fromkeys([*project.variant_set.names, *project.variant_set.groups])
    if name not in known:
        near = nearest(name, known)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise ConfigurationError((f"there is no variant or group {name!r}; {hint}",))


def _mentions(project: Project, name: str) -> list[str]:
    """The lines of ``conf.py`` with a name: it is a program, which only its authors should change."""
    path = project.conf / "conf.py"
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    lines = decode(path.read_bytes())[0].split("\n")
    return [
        f"{shown_path(path)}:{number}: `{name}` stands here too; change it if it means the variant"
        for number, line in enumerate(lines, 1)
        if pattern.search(line)
    ]
