"""Tags as Jinja itself writes them, which are shown to readers as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile

_JINJA_BLOCK = re.compile(r"\{%[-+]?\s*(?:if|elif)\s+([^%\n]*?)\s*[-+]?%\}")
_JINJA_VALUE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_WORDS = frozenset({"and", "or", "not"})


def foreign_tags(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """``{% if byoc %}`` and ``{{ product_name }}`` with names of this project."""
    text = page.file.text
    if "{%" in text:
        for found in _JINJA_BLOCK.finditer(text):
            if _is_condition(found[1], context):
                tag = f"{{@@ if {found[1]} @@}}"
                yield from _finding(page, found, f"is shown as text; write `{tag}`", context)
    if "{{" in text:
        for found in _JINJA_VALUE.finditer(text):
            if found[1] in context.project.names.owners and found[1] not in _substitutions(context):
                tag = f"{{@= {found[1]} =@}}"
                yield from _finding(page, found, f"is shown as text; write `{tag}`", context)


def _is_condition(text: str, context: LintContext) -> bool:
    """Whether ``text`` is made of names of variants and groups only."""
    words = re.findall(r"[^\s()]+", text)
    names = [word.replace("-", "_") for word in words if word not in _WORDS]
    return bool(names) and all(name in context.project.names.conditions for name in names)


def _substitutions(context: LintContext) -> dict[str, object]:
    found = context.project.settings.get("myst_substitutions")
    return found if isinstance(found, dict) else {}


def _finding(page: ParsedFile, found: re.Match[str], what: str, context: LintContext) -> Iterator[Finding]:
    """The finding, unless the text is code or in no variant."""
    offset = found.start()
    for variants, view in page.views.items():
        if view.startswith(found[0], offset):
            if not context.is_code(page, variants, offset):
                yield context.finding(page, offset, Kind.FOREIGN_TAG, f"`{found[0]}` {what}")
            return
