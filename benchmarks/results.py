"""The figures of each scenario, kept in a file of its own as soon as they are there.

A run that is interrupted goes on where it was, and a run may be made in parts. Only figures of the
same conditions (commit, machine, packages, sizes) come together: each set of conditions has its folder.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.scenarios import SCENARIOS, Row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VERSION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What has been measured under the same conditions."""

    folder: Path
    made: Mapping[str, Any]

    @classmethod
    def of_conditions(cls, parent: Path, made: Mapping[str, Any]) -> Results:
        """The results below ``parent`` of these conditions, which may be none yet."""
        digest = hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()
        return cls(folder=parent / f"{made['commit'].replace(' ', '-')}-{digest[:8]}", made=made)

    @classmethod
    def of_folder(cls, folder: Path) -> Results:
        """The results in ``folder``.

        :raises FileNotFoundError: it has none.
        """
        for name in SCENARIOS:
            if (folder / f"{name}.json").exists():
                return cls(folder=folder, made=_read(folder / f"{name}.json")["made"])
        raise FileNotFoundError(f"no figures in {folder}")

    def add(self, name: str, rows: list[Row], *, seconds: float) -> None:
        """Keep the rows of a scenario, which took so many seconds to measure."""
        self.folder.mkdir(parents=True, exist_ok=True)
        found = [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]
        content = {"version": _VERSION, "made": dict(self.made), "seconds": round(seconds), "rows": found}
        (self.folder / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n", "utf-8")

    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the scenarios."""
        files = (self.folder / f"{name}.json" for name in SCENARIOS)
        return tuple(_row(row) for file in files if file.exists() for row in _read(file)["rows"])

    def measured(self) -> frozenset[str]:
        """The scenarios that have figures; one that failed has none."""
        failed = {row.scenario for row in self.rows() if row.failure}
        return frozenset(name for name in SCENARIOS if (self.folder / f"{name}.json").exists()) - failed


def _read(file: Path) -> Any:
    return json.loads(file.read_text("utf-8"))


def _row(content: Mapping[str, Any]) -> Row:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in content.items()}
    return Row(**{key: value for key, value in fields.items() if key not in ("ratio", "met")})
