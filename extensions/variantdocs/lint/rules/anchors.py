"""Links to anchors that exist in some variants, from text that others show as well."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.crossrefs.targets import has_scheme, page_target
from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile

_LINK = re.compile(r"\]\(<?([^\s()<>#]*#[^\s()<>]+)>?(?:\s+[\"'][^\n]*?)?\)")
_REF = re.compile(r"ref[}:]`(?:[^`<]*<)?([^`<>]+)>?`")


def absent_anchors(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """A link to an anchor that not every variant has which shows the link."""
    if context.project.variant_set.absent not in ("error", "warn"):
        return
    if not context.varying_anchors:
        return
    found: dict[int, tuple[str, set[str], set[str]]] = {}
    for variants, view in page.views.items():
        for offset, written, docname, anchor in _targets(page, view, variants, context):
            there = context.varying_anchors.get(anchor, {}).get(docname)
            if there and variants - there:
                entry = found.setdefault(offset, (written, set(), set(there)))
                entry[1].update(variants - there)
    for offset, (written, absent, having) in sorted(found.items()):
        message = (
            f"`{written}`: the anchor exists in {', '.join(context.in_order(having))} only; "
            "put the link into a block too, or move the anchor out of its block"
        )
        yield context.finding(page, offset, Kind.ABSENT, message, variants=absent)


def _targets(
    page: ParsedFile, view: str, variants: frozenset[str], context: LintContext
) -> Iterator[tuple[int, str, str | None, str]]:
    """Offset, spelling, page (``None`` for any) and anchor of each link with an anchor."""
    if "#" in view:
        for found in _LINK.finditer(view):
            written = found[1]
            if has_scheme(written) or written.partition("#")[2].lower() not in context.varying_anchors:
                continue
            if context.is_code(page, variants, found.start()):
                continue
            target = page_target(written, page=page.file.docname or "", suffixes=(".md", ".rst"))
            docname = next((name for name in target.docnames if name in context.pages), None)
            if docname is not None and target.anchor:
                yield found.start(1), written, docname, target.anchor.lower()
    if "ref" in view:
        for found in _REF.finditer(view):
            if found[1].strip().lower() in context.varying_anchors and not context.markup(
                page, variants
            ).is_literal(found.start()):
                yield found.start(1), found[1], None, found[1].strip().lower()
