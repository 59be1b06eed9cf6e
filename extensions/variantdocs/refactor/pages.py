"""Change the tags, ``only`` directives, links and toctrees of a page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from variantdocs.crossrefs.targets import has_scheme, page_target
from variantdocs.refactor.conditions import names_a, with_name_replaced, without_names
from variantdocs.sources.blocks import Branch
from variantdocs.sources.edits import Edit, apply_edits
from variantdocs.sources.markup import Markup
from variantdocs.sources.parser import PageParser
from variantdocs.sources.simplify import Decision, simplified
from variantdocs.sources.source_file import ParsedFile, SourceFile
from variantdocs.templating.tags import Tag, TagType

_ONLY = re.compile(r"only(?:\}|::)[ \t]+([^\n]*)")
_TOCTREE = re.compile(r"^([ \t]*)(?:(?:`{3,}|:{3,}|~{3,})\{toctree\}|\.\. toctree::)[^\n]*\n", re.M)
_EXPLICIT = re.compile(r"^.+?\s*<([^<]*?)>$")


def tags_replaced(page: ParsedFile, old: str, new: Sequence[str]) -> list[Edit]:
    """The edits that put ``new`` in the place of ``old`` in tags and ``only`` directives."""
    edits = []
    for tag in page.tags:
        if tag.type is not TagType.COMMENT:
            edits += _replaced(page.file.text, tag.start + 3, tag.end - 3, old, new)
    if "only" in page.file.text:
        for found in _ONLY.finditer(page.file.text):
            edits += _replaced(page.file.text, found.start(1), found.end(1), old, new)
    return edits


def _replaced(text: str, start: int, end: int, old: str, new: Sequence[str]) -> list[Edit]:
    before = text[start:end]
    after = with_name_replaced(before, old, new)
    return [Edit(start, end, after)] if after != before else []


def links_renamed(page: ParsedFile, old: str, new: str, base_url: str | None) -> Iterator[Edit]:
    """The edits that lead links to the variant ``old`` to ``new``; text in code is left alone."""
    for offset in links_to(page, old, base_url):
        yield Edit(offset, offset + len(old), new)


def links_to(page: ParsedFile, name: str, base_url: str | None) -> Iterator[int]:
    """Where links name the variant ``name``."""
    text = page.file.text
    if name not in text:
        return
    written = re.escape(name)
    patterns = [
        rf"(?<![\w:/])variant:({written})(?=[/#)>\]\s`\"'])",
        rf"(?:\{{variant\}}|:variant:)`(?:[^`<]*<)?({written})(?=[:#/>`])",
    ]
    if base_url is not None:
        patterns.append(rf"{re.escape(base_url)}({written})(?=[/#)>\]\s\"'])")
    markup = Markup(text)
    for pattern in patterns:
        for found in re.finditer(pattern, text):
            is_role = found[0][0] in "{:"
            if not markup.is_literal(found.start()) and (is_role or not markup.is_inline_code(found.start())):
                yield found.start(1)


def without_variant(
    file: SourceFile, retired: Collection[str], parser: PageParser
) -> tuple[SourceFile, list[Tag]]:
    """The file without a variant and the groups that only it was in; and the tags that still name one.

    Branches and conditions that become constant go. The file's ``members`` still hold the variant.

    :param retired: The variant's name and those of its groups.
    """
    page = ParsedFile.from_file(file, parser)
    while (edits := next(_constant_blocks(page, retired), None)) is not None:
        file = replace(file, text=apply_edits(file.text, edits))
        page = ParsedFile.from_file(file, parser)
    edits = [edit for tag in page.tags for edit in _without_names(tag, file.text, retired)]
    page = ParsedFile.from_file(replace(file, text=apply_edits(file.text, edits)), parser)
    remaining = [tag for tag in page.tags if tag.type is not TagType.COMMENT and names_a(tag.body, retired)]
    return page.file, remaining


def _constant_blocks(page: ParsedFile, retired: Collection[str]) -> Iterator[list[Edit]]:
    before = page.file.members
    after = before - set(retired)
    for block in page.all_blocks:
        if block.is_condition:
            decisions = {
                number: decision
                for number, branch in enumerate(block.branches)
                if (decision := _decision(branch, before, after, retired)) is not None
            }
            if decisions:
                yield simplified(block, decisions, page.file.text)


def _decision(
    branch: Branch, before: frozenset[str], after: frozenset[str], retired: Collection[str]
) -> Decision | None:
    """What becomes of a branch when the variants of its page are ``after`` instead of ``before``."""
    is_named = branch.condition is not None and names_a(branch.tag.body, retired)
    if not after & branch.shown and (before & branch.shown or is_named):
        return Decision.NEVER
    condition = branch.condition
    if condition is not None and after <= condition.holds and (not before <= condition.holds or is_named):
        return Decision.ALWAYS
    return None


def _without_names(tag: Tag, text: str, retired: Collection[str]) -> Iterator[Edit]:
    found = re.match(r"(.{3}[-+]?\s*(?:el)?if\b\s*)(.*?)(\s*[-+]?.{3})$", text[tag.start : tag.end], re.S)
    if found is None or not names_a(found[2], retired):
        return
    simple = without_names(found[2], retired)
    if isinstance(simple, str):
        yield Edit(tag.start + found.start(2), tag.start + found.end(2), simple)


def toctree_entries(file: SourceFile, docnames: Collection[str]) -> Iterator[Edit]:
    """The edits that remove the toctree entries of pages that go."""
    if "toctree" not in file.text or file.docname is None:
        return
    for found in _TOCTREE.finditer(file.text):
        position = found.end()
        while position < len(file.text):
            end = file.text.find("\n", position)
            end = len(file.text) if end < 0 else end + 1
            line = file.text[position:end]
            if re.match(r"[ \t]*(?:`{3,}|:{3,}|~{3,})\s*$", line) or (
                not file.markdown and line.strip() and line[:1] not in " \t"
            ):
                break
            explicit = _EXPLICIT.match(line.strip())
            entry = explicit[1] if explicit else line.strip()
            if entry and not has_scheme(entry) and not entry.startswith(":"):
                target = page_target(entry, page=file.docname, suffixes=(".md", ".rst"))
                if target.docnames[:1] and target.docnames[0] in docnames:
                    yield Edit(position, end)
            position = end
