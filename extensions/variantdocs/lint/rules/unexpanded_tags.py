"""Tags in places where they are not expanded, so that readers see them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.paths import shown_path
from variantdocs.sources.project import include_directives, is_literal_include, named_file
from variantdocs.sources.source_file import ParsedFile, decode, names_in
from variantdocs.templating.settings import EXPANDED, texts_in
from variantdocs.templating.tags import Tag, find_tags, may_have_tags

_LITERAL_INCLUDE = re.compile(r"literalinclude(?:\}|::)[ \t]+(\S+)")
_FILE_OPTION = re.compile(r":file:[ \t]+(\S+)")


def tags_in_literal_files(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A file that a page shows as it stands, and that holds tags with names of this project."""
    text = page.file.text
    if not any(word in text for word in ("literalinclude", ":literal:", ":code:", ":file:")):
        return
    for variants, view in page.views.items():
        for written, offset in _literal_files(view):
            path = named_file(written, page.file.path, context.project.source)
            tag = first_tag_of(path, context)
            start_of_line = text.rfind("\n", 0, offset) + 1
            if tag is None or context.markup(page, variants).is_literal(start_of_line - 1):
                continue  # in a fence of code, the directive is an example
            yield context.finding(
                page,
                offset,
                Kind.UNEXPANDED_TAG,
                f"{shown_path(path)}:{tag.line} holds `{tag.written}`, and tags are not expanded in a "
                "file that is shown as it stands; write the text into the page, or `include` the file",
            )


def _literal_files(text: str) -> Iterator[tuple[str, int]]:
    """The name of each file that is shown as it stands, with its offset."""
    for pattern in (_LITERAL_INCLUDE, _FILE_OPTION):
        for found in pattern.finditer(text):
            yield found[1], found.start(1)
    for written, offset, options in include_directives(text):
        if is_literal_include(options):
            yield written, offset


def tags_in_settings(context: LintContext) -> Iterator[Finding]:
    """A tag in a setting of ``conf.py`` that is not expanded."""
    path = context.project.conf / "conf.py"
    for name, value in context.project.settings.items():
        if name in EXPANDED or name.startswith("_"):
            continue
        tag = next(filter(None, (first_tag_in(text, context) for text in texts_in(value))), None)
        if tag is not None:
            message = (
                f"the setting `{name}` holds `{tag.written}`, and tags are not expanded there; "
                "set it for each variant under `conf:` in variants.yaml"
            )
            line = _line_of(path, name)
            yield Finding(path=path, line=line, column=1, kind=Kind.UNEXPANDED_TAG, message=message)


def first_tag_in(text: str, context: LintContext) -> Tag | None:
    """The first tag of ``text`` that uses a name of this project."""
    if not may_have_tags(text):
        return None
    pieces, _ = find_tags(text)
    known = context.project.names.all
    return next((piece for piece in pieces if isinstance(piece, Tag) and names_in([piece]) & known), None)


def first_tag_of(path: Path, context: LintContext) -> Tag | None:
    """The same for a file, if it is there."""
    return first_tag_in(decode(path.read_bytes())[0], context) if path.is_file() else None


def _line_of(path: Path, name: str) -> int:
    lines = decode(path.read_bytes())[0].split("\n")
    return next((number for number, line in enumerate(lines, 1) if line.startswith(name)), 1)
