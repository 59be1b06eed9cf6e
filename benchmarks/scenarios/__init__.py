"""What is measured, and how much it may cost.

Each scenario is a function from a :class:`Bench` to rows. A row says what variantdocs took, what
it is compared with took, and the goal for the ratio. The two are measured in turns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.measure import CommandError
from benchmarks.scenarios import (
    after_edits,
    cold,
    leak_gate,
    other_generators,
    parts,
    preview,
    size,
    source_tools,
)
from benchmarks.scenarios.bench import ROOT, Bench, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["GOALS", "ROOT", "SCENARIOS", "USUAL", "Bench", "Row", "measured"]

_WITH_GOALS: Mapping[str, Callable[[Bench], list[Row]]] = {
    "cold-2": cold.two,
    "cold-4": cold.four,
    "cold-8": cold.eight,
    "uneven": cold.uneven,
    "further": cold.further,
    "edit": after_edits.nothing_and_edit,
    "checkout": after_edits.checkout,
    "open-tag": after_edits.open_tag,
    "title": after_edits.title,
    "memory": size.memory,
    "growth": size.growth,
    "preview": preview.saves,
    "preview-own": preview.own_site,
    "preview-start": preview.start,
    "preview-memory": preview.memory,
    "leak-gate": leak_gate.leak_gate,
    "lint": source_tools.lint,
    "changes": source_tools.changes,
    "expansion": parts.expansion,
    "remote": parts.remote,
}

_WITHOUT: Mapping[str, Callable[[Bench], list[Row]]] = {
    "scale-8": size.scale_8,
    "scale-16": size.scale_16,
    "others": other_generators.others,
    "variable": after_edits.variable,
    "cold-1": cold.one,
    "at-once": cold.at_once,
}

_ON_REQUEST: Mapping[str, Callable[[Bench], list[Row]]] = {"growth-plain": size.growth_plain}

GOALS = tuple(_WITH_GOALS)
"""Those with a goal."""

USUAL = (*_WITH_GOALS, *_WITHOUT)
"""Those of a run that names none."""

SCENARIOS: Mapping[str, Callable[[Bench], list[Row]]] = {**_WITH_GOALS, **_WITHOUT, **_ON_REQUEST}
"""All that can be measured, by the name that the command line takes, in the order of the page."""


def measured(name: str, bench: Bench) -> list[Row]:
    """The rows of one scenario; a build that fails gives a row that says so."""
    try:
        return SCENARIOS[name](bench)
    except CommandError as error:
        summary = (SCENARIOS[name].__doc__ or name).strip()
        return [Row(scenario=name, what=summary, failure=str(error))]
