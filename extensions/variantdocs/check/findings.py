"""What is wrong with a built site: leaks, dead links, bad redirects; as lines to print, or as JSON."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.check.bounded_search import search
from variantdocs.check.dead_links import DeadLink, find_dead_links
from variantdocs.check.forbidden import compile_text, find_forbidden
from variantdocs.check.leaks.find import find_leaks
from variantdocs.check.leaks.leak import Leak, LeakType
from variantdocs.check.parallel import BackgroundCall
from variantdocs.messages import Kind
from variantdocs.pages.index import PageIndex
from variantdocs.paths import shown_path
from variantdocs.sources.project import Project

_MOST_FILES = 10  # that a message names


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRedirect:
    """A line of the file ``redirects`` that cannot be used in ``variants``; in all if none is named."""

    file: Path
    line: int
    message: str
    variants: tuple[str, ...] = ()

    def __str__(self) -> str:
        variants = f" [{', '.join(self.variants)}]" if self.variants else ""
        return f"{shown_path(self.file)}:{self.line}: ERROR: {self.message}{variants} [{Kind.REDIRECT}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What is wrong with a built site, and how many files of how many variants were read."""

    leaks: tuple[Leak, ...]
    dead_links: tuple[DeadLink, ...]
    redirects: tuple[BadRedirect, ...] = ()
    files: int
    variants: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything is wrong."""
        return bool(self.leaks or self.dead_links or self.redirects)

    @property
    def summary(self) -> str:
        """The result in one line."""
        leaks, links = _counted(len(self.leaks), "leak"), _counted(len(self.dead_links), "dead link")
        variants = _counted(len(self.variants), "variant")
        redirects = f", {_counted(len(self.redirects), 'bad redirect')}" if self.redirects else ""
        return f"checked {_counted(self.files, 'file')} of {variants}: {leaks}, {links}{redirects}"


def check_site(
    output: Path,
    variants: Sequence[str],
    project: Project,
    indexes: Mapping[str, PageIndex],
    *,
    jobs: int,
    with_links: bool = True,
) -> Findings:
    """Check the folders of ``variants`` below ``output``.

    :param indexes: The indexes of the project's variants; those that were not built may be missing.
    :param jobs: The most processes to use.
    :param with_links: Whether to look for dead links too.
    :raises ConfigurationError: an expression of ``forbid:`` or ``allow:`` takes too long.
    """
    variant_set = project.variant_set
    pages = {
        name: [page.uri for page in indexes[name].pages.values()] if name in indexes else []
        for name in (variants if with_links else ())
    }
    forbid = {name: variant_set.forbid[name] for name in variants if name in variant_set.forbid}
    allowed = {
        name: {text: compile_text(text) for text in texts} for name, texts in variant_set.allow.items()
    }
    dead_links = BackgroundCall(lambda: tuple(find_dead_links(output, pages)), jobs=jobs if pages else 1)
    leaks = [
        leak
        for leak in find_leaks(output, variants, project, indexes, jobs=jobs)
        if not any(
            search(pattern, [leak.text], rule=rule, where=f"{leak.text[:40]!r}")
            for rule, pattern in allowed.get(leak.variant, {}).items()
        )
    ]
    return Findings(
        leaks=(*find_forbidden(output, forbid), *leaks),
        dead_links=dead_links.result(),
        files=sum(len(files) for name in variants for _, _, files in os.walk(output / name)),
        variants=tuple(variants),
    )


def lines_of(findings: Findings, place: Callable[[Path], str]) -> Iterator[str]:
    """The findings, one line each.

    :param place: How to name an output file.
    """
    for leak in findings.leaks:
        first, *others = map(place, leak.files)
        also = f"; also in {_listed(others)}" if others else ""
        yield f"{first}: ERROR: {_said_of(leak)}{also} [{leak.variant}] [{Kind.LEAK}]"
    for link in findings.dead_links:
        variant = f" [{link.variant}]" if link.variant else ""
        yield (
            f"{place(link.file)}: ERROR: the link to {link.address!r} leads to no file of the site; "
            f"correct the page, or the template that makes it{variant} [{Kind.DEAD_LINK}]"
        )
    yield from map(str, findings.redirects)


def _said_of(leak: Leak) -> str:
    where = "" if leak.source is None else f" ({shown_path(leak.source)}:{leak.line})"
    others = " and ".join(leak.others)
    more = f", with {_counted(leak.count - 1, 'more passage')} from there" if leak.count > 1 else ""
    find = "find the template, extension or file that brings it here"
    allow = "or allow it with `allow:` in variants.yaml"
    match leak.type:
        case LeakType.FORBIDDEN:
            return (
                f"{leak.text!r} is forbidden here (forbid: {leak.rule!r}); "
                "put it into a block of another variant"
            )
        case LeakType.TAG:
            return f"the tag {leak.text!r} was not expanded; {find}, and move the tag into a page"
        case LeakType.COMMENT:
            return f"{leak.text!r} is a note to authors{where}{more}; {find}"
        case LeakType.HIDDEN:
            return f"{leak.text!r} is text that no variant shows{where}{more}; {find}"
        case LeakType.FILE:
            return (
                f"the source refers to {leak.text!r} only in {others}{where}; put it beside "
                f"the pages instead of a static folder, {allow}"
            )
        case LeakType.NAME:
            return f"{leak.text!r} belongs to a page or section of {others} only{where}; {find}, {allow}"
        case _:
            return f"{leak.text!r} is text of {others or 'other variants'} only{where}{more}; {find}, {allow}"


def as_json(findings: Findings, place: Callable[[Path], str]) -> dict[str, Any]:
    """The findings as the value that ``--json`` prints."""
    return {
        "version": 1,
        "files": findings.files,
        "variants": list(findings.variants),
        "leaks": [
            {
                "type": str(leak.type),
                "variant": leak.variant,
                "files": [place(path) for path in leak.files],
                "text": leak.text,
                "passages": leak.count,
                "shown_in": list(leak.others),
                "source": None if leak.source is None else shown_path(leak.source),
                "line": leak.line,
                "rule": leak.rule,
            }
            for leak in findings.leaks
        ],
        "dead_links": [
            {"variant": link.variant, "file": place(link.file), "address": link.address}
            for link in findings.dead_links
        ],
        "redirects": [
            {
                "file": shown_path(redirect.file),
                "line": redirect.line,
                "message": redirect.message,
                "variants": list(redirect.variants or findings.variants),
            }
            for redirect in findings.redirects
        ],
    }


def _listed(files: Sequence[str]) -> str:
    if len(files) <= _MOST_FILES:
        return ", ".join(files)
    return f"{', '.join(files[:_MOST_FILES])} and {_counted(len(files) - _MOST_FILES, 'more file')}"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
