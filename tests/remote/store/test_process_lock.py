"""Processes that take turns: in one process here, since two open files lock each other out as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from variantdocs.remote.store.process_lock import turn

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://code.example/x.py"


def test_who_comes_second_waits_and_then_goes_on_all_the_same(tmp_path: Path, clock: Any) -> None:
    before = clock.monotonic()
    with turn(tmp_path, URL, seconds=5, clock=clock), turn(tmp_path, URL, seconds=5, clock=clock):
        waited = clock.monotonic() - before
    assert 5 <= waited < 5.1


def test_nobody_waits_for_another_url_or_for_a_turn_that_is_over(tmp_path: Path, clock: Any) -> None:
    before = clock.monotonic()
    with (
        turn(tmp_path, URL, seconds=5, clock=clock),
        turn(tmp_path, "https://code.example/y.py", seconds=5, clock=clock),
    ):
        pass
    with turn(tmp_path, URL, seconds=5, clock=clock):
        pass
    assert clock.monotonic() - before < 1


def test_a_folder_that_cannot_be_written_costs_no_time(tmp_path: Path, clock: Any) -> None:
    (tmp_path / "file").write_text("")
    before = clock.monotonic()
    with turn(tmp_path / "file/turns", URL, seconds=5, clock=clock):
        pass
    assert clock.monotonic() - before < 1
