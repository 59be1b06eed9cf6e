"""One process at a time: in one process here, since two lock objects exclude each other as well."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from variantdocs.remote.store.process_lock import process_lock

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://code.example/x.py"


def test_who_comes_second_waits_and_then_goes_on_all_the_same(tmp_path: Path) -> None:
    with process_lock(tmp_path, URL, seconds=5):
        before = time.monotonic()
        with process_lock(tmp_path, URL, seconds=0.1):
            waited = time.monotonic() - before
    assert 0.1 <= waited < 1


def test_nobody_waits_for_another_url_or_for_a_lock_that_was_released(tmp_path: Path) -> None:
    before = time.monotonic()
    with (
        process_lock(tmp_path, URL, seconds=5),
        process_lock(tmp_path, "https://code.example/y.py", seconds=5),
    ):
        pass
    with process_lock(tmp_path, URL, seconds=5):
        pass
    assert time.monotonic() - before < 1


def test_a_folder_that_cannot_be_written_costs_no_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    before = time.monotonic()
    with process_lock(tmp_path / "file/locks", URL, seconds=5):
        pass
    assert time.monotonic() - before < 1
