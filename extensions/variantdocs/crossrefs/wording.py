"""The messages about links: what is wrong, in which variants, and how to fix it."""

from __future__ import annotations

from collections.abc import Sequence

from variantdocs.crossrefs.targets import VariantTarget
from variantdocs.crossrefs.verdicts import Verdict


def absent_text(written: str, verdict: Verdict, variants: Sequence[str]) -> str:
    """A link to what some variants have and others do not.

    The text is the same in every variant, so the message is shown once.
    """
    there = [name for name in variants if name in verdict.targets]
    not_there = [name for name in variants if name not in verdict.targets]
    target = verdict.targets[there[0]]
    elsewhere = f"variant:{there[0]}/{target.docname}" + (f"#{target.id}" if target.id else "")
    return (
        f"`{written}`: ok in {', '.join(there)}; absent in {', '.join(not_there)}. "
        f"Wrap it in a block, link to that edition with `{elsewhere}`, or change `links.absent`"
    )


def missing_text(written: str, verdict: Verdict) -> str:
    """A link to what no variant has."""
    what = (
        "no variant has such an anchor in the page" if verdict.page_is_there else "no variant has such a page"
    )
    return f"`{written}`: {what}{_suggestion(verdict)}"


def missing_label_text(written: str, verdict: Verdict) -> str:
    """A reference to a label that no variant has."""
    return f"`{written}`: no variant has such a label{_suggestion(verdict)}"


def missing_name_text(written: str, verdict: Verdict) -> str:
    """A Markdown link to a name that no page, label or object has."""
    return f"`{written}`: no variant has a page, label or object of that name{_suggestion(verdict)}"


def missing_in_variant_text(target: VariantTarget, verdict: Verdict) -> str:
    """A link to another edition that does not have the page or anchor."""
    if target.same_page and not verdict.page_is_there:
        return (
            f"`{target.written}`: {target.variant} does not have this page; "
            f"link to its start page with `variant:{target.variant}/`, or name another page"
        )
    what = "no such anchor in the page" if verdict.page_is_there else "no such page"
    return f"`{target.written}`: {target.variant} has {what}{_suggestion(verdict)}"


def empty_text(title: str, pages: Sequence[str], *, page: str) -> str:
    """A link without a target.

    :param pages: The files of the pages with its text as title, relative to the source folder.
    :param page: The file of the page that holds the link.
    """
    shown = f"the link “{title}” has no target" if title else "a link has neither text nor target"
    if not pages:
        return f"{shown}; write the page that it leads to between the parentheses"
    names = " or ".join(f"`/{found}`" for found in pages if found != page) or f"`/{pages[0]}`"
    return f"{shown}; the page with that title is {names}"


def _suggestion(verdict: Verdict) -> str:
    if not verdict.nearest:
        return "; correct or remove the link"
    return f"; did you mean {' or '.join(f'`{name}`' for name in verdict.nearest)}?"
