"""All text of the source, by the variants that show it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from variantdocs.check.parallel import map_in_processes
from variantdocs.pages.index import PageIndex
from variantdocs.sources.assets import Assets, files_below
from variantdocs.sources.blocks import block_tree, shown_spans
from variantdocs.sources.parser import PageParser
from variantdocs.sources.project import Project
from variantdocs.sources.source_file import SourceFile, decode
from variantdocs.sources.variant_texts import expand_file
from variantdocs.templating.expand import BrokenPage, ExpandedPage
from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.source_lines.source_map import UNCHANGED, SourceMap
from variantdocs.templating.tags import Tag, TagType, may_have_tags

_LARGEST_ASSET = 1_000_000
_FILES_PER_PROCESS = 50  # fewer are expanded sooner than a process is started


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """A text, and the variants that show it; none for a comment, and for a branch that is never shown.

    ``is_branch`` marks the text of one branch, which is part of another text too; ``is_excerpted`` a file of
    which pages may show a part.
    """

    path: Path
    text: str
    variants: Set[str]
    source_map: SourceMap = UNCHANGED
    is_comment: bool = False
    is_branch: bool = False
    is_excerpted: bool = False

    def line(self, offset: int) -> int:
        """The source line of an offset."""
        return self.source_map.source_line(self.text.count("\n", 0, offset) + 1)


@dataclass(slots=True, kw_only=True)
class SourceTexts:
    """The text of pages, of what they include, show and never show; and the files that they refer to.

    ``common`` are texts that every variant may show: settings, templates, names.
    """

    everyone: frozenset[str]
    texts: list[SourceText] = field(default_factory=list)
    common: list[str] = field(default_factory=list)
    assets: Assets = field(default_factory=lambda: Assets(files=()))

    def shown_by(self, variant: str) -> Iterator[SourceText]:
        """What a variant shows."""
        return (text for text in self.texts if variant in text.variants and not text.is_branch)

    def hidden_from(self, variant: str) -> Iterator[SourceText]:
        """What a variant does not show."""
        return (text for text in self.texts if variant not in text.variants)


def read_source_texts(
    project: Project, indexes: Mapping[str, PageIndex], *, output: Path, jobs: int
) -> SourceTexts:
    """The text of a project's source.

    :param indexes: They name the files that pages of each variant show, such as remote code.
    :param output: The folder of the built site, which is no source although it may lie in the same folder.
    :param jobs: The most processes to use.
    """
    found = SourceTexts(everyone=frozenset(project.variant_set.names))
    found.texts += map_in_processes(
        lambda share: _texts_of(share, project), project.files, jobs=jobs, least=_FILES_PER_PROCESS
    )
    found.common = list(_common_texts(project))
    _read_assets(project, found, output)
    found.texts += _read_while_building(project, found, indexes)
    return found


def _texts_of(files: Iterable[SourceFile], project: Project) -> list[SourceText]:
    """The texts of files: as their variants show them, and what some of these do not show."""
    environment = PageEnvironment()
    parser = PageParser(project.names)
    everyone = frozenset(project.variant_set.names)
    texts: list[SourceText] = []
    for file in files:
        expanded = expand_file(file, project, environment)
        same: dict[ExpandedPage, set[str]] = {}
        for variant, page in expanded.expanded.items():
            same.setdefault(page, set()).add(variant)
        texts += [
            SourceText(path=file.path, text=page.text, variants=variants, source_map=page.source_map)
            for page, variants in same.items()
        ]
        if not expanded.problems:
            texts += _branches(file, parser, everyone)
    return texts


def _branches(file: SourceFile, parser: PageParser, everyone: frozenset[str]) -> Iterator[SourceText]:
    """The comments of a file, and the branches that some variant of it does not show."""
    source = file.text.replace("\r\n", "\n")
    if not may_have_tags(source):
        return
    try:
        parsed = parser.parse(source)
    except BrokenPage:
        return
    tags = [piece for piece in parsed.pieces if isinstance(piece, Tag)]
    for tag in tags:
        if tag.type is TagType.COMMENT:
            lines = SourceMap(offset=tag.line - 1)
            yield SourceText(
                path=file.path, text=tag.body, variants=frozenset(), source_map=lines, is_comment=True
            )
    blocks = block_tree(parsed.pieces, parsed.conditions, everyone)
    for start, end, shown in shown_spans(tags, blocks, file.members, len(source)) if blocks else ():
        if shown != file.members:
            lines = SourceMap(offset=source.count("\n", 0, start))
            yield SourceText(
                path=file.path, text=source[start:end], variants=shown, source_map=lines, is_branch=True
            )


def _common_texts(project: Project) -> Iterator[str]:
    """The texts that no page holds and every variant may show; of a variant's own settings, those of all."""
    if (project.conf / "conf.py").is_file():
        yield decode((project.conf / "conf.py").read_bytes())[0]
    variant_set = project.variant_set
    for variant in variant_set.variants:
        yield f"{variant.name}\n{variant.title}"
    yield "\n".join([*variant_set.groups, variant_set.base_url or "", *map(str, variant_set.vars.values())])
    for name in project.settings.get("templates_path", ()):
        for path in files_below([project.conf / name], frozenset()):
            yield decode(path.read_bytes())[0]


def own_settings(project: Project, variant: str) -> list[str]:
    """The texts of a variant's own variables and settings."""
    found = project.variant_set[variant]
    return list(_texts_in([dict(found.vars), dict(found.conf)]))


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from _texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts_in(item)
    else:
        yield str(value)


def _read_assets(project: Project, found: SourceTexts, output: Path) -> None:
    """Find the other files of the source, who refers to each, and the text of those that are text."""
    pages = {file.path for file in project.files}
    static = [
        project.conf / name
        for setting in ("html_static_path", "html_extra_path")
        for name in project.settings.get(setting, ())
        if isinstance(name, str)
    ]
    local = project.settings.get("rli_local")
    copies = [project.conf / name for name in local.values()] if isinstance(local, dict) else []
    roots = [project.source, *(folder for folder in [*static, *copies] if folder.is_dir())]
    files = [path for path in files_below(roots, {output, output.parent}) if path not in pages]
    found.assets = Assets(files=(*files, *(path for path in static if path.is_file())))
    for text in found.texts:
        if text.variants and not text.is_branch:
            found.assets.note(text.text, text.variants, page=text.path, roots=[project.source])
    for common in found.common:
        found.assets.note(common, found.everyone, page=project.conf / "conf.py", roots=[project.conf])
    for variant in project.variant_set.names:
        for common in own_settings(project, variant):
            found.assets.note(common, {variant}, page=project.conf / "conf.py", roots=[project.conf])
    found.texts += _asset_texts(found)


def _read_while_building(
    project: Project, found: SourceTexts, indexes: Mapping[str, PageIndex]
) -> Iterator[SourceText]:
    """The files outside the source that builds have read, with the variants whose builds have."""
    known = {str(text.path) for text in found.texts}
    known |= {str(project.variants_file), str(project.conf / "conf.py")}
    readers: dict[str, set[str]] = {}
    for variant, index in indexes.items():
        for name in index.sources:
            readers.setdefault(os.path.normpath(project.source / name), set()).add(variant)
    for place, variants in readers.items():
        if place not in known:
            yield from _text_of(Path(place), variants)


def _text_of(path: Path, variants: Set[str]) -> Iterator[SourceText]:
    """A file that is text, and not too large to be shown."""
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST_ASSET else b"\0"
    except OSError:
        return
    if b"\0" not in data[:4096]:
        yield SourceText(path=path, text=decode(data)[0], variants=variants, is_excerpted=True)


def _asset_texts(found: SourceTexts) -> Iterator[SourceText]:
    for path in found.assets.files:
        yield from _text_of(path, found.assets.users.get(path, found.everyone))
