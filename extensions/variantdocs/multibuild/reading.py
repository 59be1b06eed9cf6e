"""Have all variants read, each page once however many variants show it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import Failed, HasRead, Outdated, Take, VariantTask, WasRead
from variantdocs.multibuild.sharing.plan import share_out


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTogether:
    """What came of it: every variant is in one of the two. ``obstacle``: why nothing was shared."""

    ready: dict[str, WasRead]
    failed: dict[str, Failed]
    obstacle: str = ""


def in_turns(
    workers: Workers, names: Iterable[str], begin: Callable[[str], None], *, at_once: int
) -> dict[str, Any]:
    """Let each of ``names`` do one step, some at a time.

    :returns: variant → what it said at the end of the step, as they came.
    """
    waiting, working = list(names), set[str]()
    said: dict[str, Any] = {}
    while waiting or working:
        while waiting and len(working) < at_once:
            name = waiting.pop(0)
            begin(name)
            working.add(name)
        name, word = workers.receive(working)
        working.discard(name)
        said[name] = word
    return said


def read_together(workers: Workers, tasks: Sequence[VariantTask], *, at_once: int) -> ReadTogether:
    """Start a process for each task, and let them read until all wait for leave to write."""
    by_name = {task.variant: task for task in tasks}
    words = in_turns(workers, by_name, lambda name: workers.start(by_name[name]), at_once=at_once)
    outdated = {name: words[name] for name in by_name if isinstance(words[name], Outdated)}
    reads = share_out(outdated)
    words |= in_turns(workers, outdated, lambda name: workers.send(name, reads[name]), at_once=at_once)
    have_read = {name: words[name] for name in by_name if isinstance(words[name], HasRead)}
    take = Take(environments=_environments(have_read))
    words |= in_turns(workers, have_read, lambda name: workers.send(name, take), at_once=at_once)
    return ReadTogether(
        ready={name: words[name] for name in by_name if isinstance(words[name], WasRead)},
        failed={name: words[name] for name in by_name if isinstance(words[name], Failed)},
        obstacle=next((found.obstacle for found in outdated.values() if found.obstacle), ""),
    )


def _environments(have_read: Mapping[str, HasRead]) -> dict[str, Any]:
    return {name: word.environment for name, word in have_read.items() if word.environment is not None}
