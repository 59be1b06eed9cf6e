"""Choose what the bar on a page says: errors wherever they are, and warnings of the page itself."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from variantdocs.build_messages import SharedMessage
from variantdocs.preview.protocol import BuildReport, PreviewedVariant

_PLACE = re.compile(r"^(?P<place>[^\s:]+:\d+(?::\d+)?): (?P<text>.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the bar; ``place`` is ``file:line``, or empty."""

    level: str
    place: str
    text: str


def problems_of_page(report: BuildReport, variant: str, path: str) -> tuple[Problem, ...]:
    """What is wrong, as far as it matters to who looks at a page.

    :param path: The page's file below the folder of ``variant``.
    """
    sources = _sources(report.variants, variant, path)
    failures = [_failure(text) for text in report.failures]
    errors = [_problem(shared) for shared in report.messages if _is_error(shared)]
    warnings = [
        _problem(shared)
        for shared in report.messages
        if not _is_error(shared)
        and variant in shared.variants
        and shared.message.location.partition(":")[0] in sources
    ]
    return (*failures, *errors, *warnings)


def _sources(variants: Collection[PreviewedVariant], variant: str, path: str) -> Collection[str]:
    for previewed in variants:
        if previewed.name == variant:
            return previewed.sources.get(path, ())
    return ()


def _is_error(shared: SharedMessage) -> bool:
    return shared.message.is_error or shared.message.level in ("ERROR", "CRITICAL")


def _problem(shared: SharedMessage) -> Problem:
    return Problem(level=shared.message.level, place=shared.message.location, text=shared.text)


def _failure(text: str) -> Problem:
    found = _PLACE.match(text)
    place, text = (found["place"], found["text"]) if found else ("", text)
    return Problem(level="ERROR", place=place, text=text.removeprefix("ERROR: "))
