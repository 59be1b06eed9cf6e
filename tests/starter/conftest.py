"""What the tests of ``init`` share: the command as a user runs it, in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from variantdocs.cli import main


@dataclass(frozen=True)
class Ran:
    """How a command ended, and its lines of output and of errors."""

    status: int
    output: list[str]
    errors: list[str]


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Ran]:
    """Run ``variantdocs`` in an empty folder: ``run("init", "docs")``."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Ran:
        capfd.readouterr()
        status = main(list(arguments))
        said = capfd.readouterr()
        return Ran(status, said.out.splitlines(), said.err.splitlines())

    return command
