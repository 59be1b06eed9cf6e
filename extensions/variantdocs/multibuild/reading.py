"""Read all variants: each page once, however many variants show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from variantdocs.multibuild.processes import Workers
from variantdocs.multibuild.protocol import (
    MergeShares,
    OutdatedPages,
    ReadDone,
    ShareReady,
    VariantFailed,
    VariantTask,
)
from variantdocs.multibuild.sharing.plan import assign_readers


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadResult:
    """Every variant is in ``ready`` or ``failed``.

    ``obstacle`` says why nothing was shared, ``write_obstacle`` why a variant is written by one process.
    """

    ready: dict[str, ReadDone]
    failed: dict[str, VariantFailed]
    obstacle: str = ""
    write_obstacle: str = ""


def read_all(workers: Workers, tasks: Sequence[VariantTask], *, limit: int) -> ReadResult:
    """Start a worker for each task, and return when all have read their pages and wait to write.

    :param limit: How many workers run at a time.
    """
    by_name = {task.variant: task for task in tasks}
    replies: dict[str, Any] = dict(
        workers.run_step(by_name, lambda name: workers.start(by_name[name]), limit=limit)
    )
    outdated = {name: replies[name] for name in by_name if isinstance(replies[name], OutdatedPages)}
    plans = assign_readers(outdated)
    replies |= workers.run_step(outdated, lambda name: workers.send(name, plans[name]), limit=limit)
    shares = {name: replies[name] for name in by_name if isinstance(replies[name], ShareReady)}
    merge = MergeShares(environments=_environments(shares))
    replies |= workers.run_step(shares, lambda name: workers.send(name, merge), limit=limit)
    return ReadResult(
        ready={name: replies[name] for name in by_name if isinstance(replies[name], ReadDone)},
        failed={name: replies[name] for name in by_name if isinstance(replies[name], VariantFailed)},
        obstacle=next((found.obstacle for found in outdated.values() if found.obstacle), ""),
        write_obstacle=next(
            (found.write_obstacle for found in outdated.values() if found.write_obstacle), ""
        ),
    )


def _environments(shares: Mapping[str, ShareReady]) -> dict[str, Path]:
    return {name: share.environment for name, share in shares.items() if share.environment is not None}
