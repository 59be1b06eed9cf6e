"""Show changes: for a terminal, as Markdown for a pull request, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from variantdocs.changes.compare import Changes, PageChange, Status, VariantChange

_MOST_PAGES = 100  # per variant in Markdown; comments on pull requests have an upper limit


def summary(changes: Changes) -> str:
    """The changes in one line: ``byoc: 3 pages changed, 1 added; serverless: 0``."""
    found = "; ".join(f"{variant.name}: {_counts(variant)}" for variant in changes.variants)
    return f"{found}; conf.py differs, so any page may" if changes.conf else found


def _counts(variant: VariantChange) -> str:
    parts: list[str] = []
    for status in Status:
        count = variant.count(status)
        if count:
            pages = "" if parts else " page" if count == 1 else " pages"
            parts.append(f"{count}{pages} {status}")
    if variant.settings:
        parts.append("its settings differ")
    text = ", ".join(parts) or "0"
    if variant.is_new or variant.is_gone:
        text += " (a new variant)" if variant.is_new else " (the variant is gone)"
    return text


def as_text(changes: Changes) -> str:
    """A line for each page of each variant."""
    return "".join(
        f"{variant.name}: {page.status}: {page.docname}{_details(page)}\n"
        for variant in changes.variants
        for page in variant.pages
    )


def _details(page: PageChange, code: str = "") -> str:
    counts = [f"+{page.added}"] if page.added else []
    counts += [f"-{page.removed}"] if page.removed else []
    through = ", ".join(f"{code}{name}{code}" for name in page.through)
    return (f" ({' '.join(counts)})" if counts else "") + (f" through {through}" if through else "")


def as_markdown(changes: Changes) -> str:
    """A comment for a pull request: a table, and the pages of each variant."""
    lines = [
        "### What this change does to each edition",
        "",
        "| Edition | Changed | Added | Removed |",
        "|---|---:|---:|---:|",
    ]
    for variant in changes.variants:
        note = " (new)" if variant.is_new else " (gone)" if variant.is_gone else ""
        note += ", other settings" if variant.settings else ""
        counts = " | ".join(str(variant.count(status)) for status in Status)
        lines.append(f"| {_escaped(variant.title)}{note} | {counts} |")
    if changes.conf:
        lines += ["", "`conf.py` differs, so any page may."]
    for variant in changes.variants:
        if variant.pages:
            lines += ["", *_page_list(variant)]
    return "\n".join(lines) + "\n"


def _page_list(variant: VariantChange) -> list[str]:
    number = len(variant.pages)
    lines = [
        "<details>",
        f"<summary>{_escaped(variant.title)}: {number} page{'s' * (number > 1)}</summary>",
        "",
    ]
    lines += [
        f"- {page.status}: `{page.docname}`{_details(page, '`')}" for page in variant.pages[:_MOST_PAGES]
    ]
    if number > _MOST_PAGES:
        lines.append(f"- and {number - _MOST_PAGES} more")
    return [*lines, "", "</details>"]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|")


def as_json(changes: Changes) -> str:
    """One JSON object; its shape has the version 1."""
    data = {
        "version": 1,
        "conf_changed": changes.conf,
        "variants": [
            {
                "name": variant.name,
                "title": variant.title,
                "new": variant.is_new,
                "gone": variant.is_gone,
                "settings_changed": variant.settings,
                **{str(status): variant.count(status) for status in Status},
                "pages": [
                    {
                        "page": page.docname,
                        "status": str(page.status),
                        "added_lines": page.added,
                        "removed_lines": page.removed,
                        "through": list(page.through),
                    }
                    for page in variant.pages
                ],
            }
            for variant in changes.variants
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


FORMATS: Mapping[str, Callable[[Changes], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}
"""The values of ``--format``."""
