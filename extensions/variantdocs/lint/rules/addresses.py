"""Full addresses of pages of this site, where a page could be named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from variantdocs.crossrefs.targets import address_target
from variantdocs.lint.context import LintContext
from variantdocs.lint.finding import Finding
from variantdocs.messages import Kind
from variantdocs.sources.source_file import ParsedFile

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'`\0]+")


def addresses(page: ParsedFile, context: LintContext) -> Iterator[Finding]:
    """An address below ``site.base_url`` of a page that the variant itself has."""
    base_url = context.project.variant_set.base_url
    if base_url is None or base_url.partition("://")[2] not in page.file.text:
        return
    root = str(context.project.settings.get("root_doc", "index"))
    reported: dict[int, tuple[str, str, set[str]]] = {}
    shown: dict[int, set[str]] = {}
    for variants, view in page.views.items():
        for found in _ADDRESS.finditer(view):
            written = found[0].rstrip(".,;:!?")
            target = address_target(written, base_url=base_url, variants=context.project.variant_set.names)
            if target is None or context.is_code(page, variants, found.start()):
                continue
            docname = next((name for name in target.docnames or (root,) if name in context.pages), None)
            if docname is None:
                continue
            shown.setdefault(found.start(), set()).update(variants)
            found_in = variants & context.pages[docname].file.members
            if found_in:
                reported.setdefault(found.start(), (target.variant, docname, set()))[2].update(found_in)
    for offset, (variant, docname, having_it) in sorted(reported.items()):
        having = frozenset(having_it)
        own = having == {variant}
        if own and shown[offset] != having:
            continue  # the only way in which the others can lead to a page that they lack
        kind = Kind.ABSOLUTE_ADDRESS if own else Kind.EDITION_ADDRESS
        others = having - {variant}
        verb = "has" if len(others) == 1 else "have"
        what = (
            f"this is the full address of a page of {variant} itself"
            if own
            else f"this leads to {variant}, and {' and '.join(context.in_order(others))} {verb} the page too"
        )
        suffix = context.pages[docname].file.path.suffix
        message = f"{what}; write `/{docname}{suffix}`"
        yield context.finding(page, offset, kind, message, variants=having if own else others)
