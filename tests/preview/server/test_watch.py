"""Real changes of real files."""

from __future__ import annotations

import asyncio

from variantdocs.preview.protocol import WatchedPaths
from variantdocs.preview.server.watch import Watcher


def run(scenario, *, is_ignored=lambda path: path.endswith("~")):
    async def within():
        watcher = Watcher(is_ignored)
        try:
            await asyncio.wait_for(scenario(watcher), 20)
        finally:
            await watcher.close()

    asyncio.run(within())


async def written(watcher, *paths):
    """Write files until a change is reported: when watching has begun cannot be asked."""
    waiting = asyncio.create_task(watcher.changes())
    while not waiting.done():
        for path in paths:
            path.write_text("x")
        await asyncio.wait({waiting}, timeout=0.2)
    return waiting.result()


def test_changes_below_a_folder_are_reported_and_ignored_files_are_not(tmp_path):
    folder = tmp_path / "below"
    folder.mkdir()

    async def scenario(watcher):
        await watcher.watch(WatchedPaths(folders=frozenset({tmp_path, folder})))
        found = await written(watcher, folder / "a.md~", folder / "a.md")
        assert found == {folder / "a.md"}

    run(scenario)


def test_of_the_folder_of_a_single_file_nothing_else_is_reported(tmp_path):
    async def scenario(watcher):
        await watcher.watch(WatchedPaths(files=frozenset({tmp_path / "conf.py"})))
        found = await written(watcher, tmp_path / "other.py", tmp_path / "conf.py")
        assert found == {tmp_path / "conf.py"}

    run(scenario)


def test_other_folders_give_a_reason_to_build_since_something_may_have_been_missed(tmp_path):
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()

    async def scenario(watcher):
        await watcher.watch(WatchedPaths(folders=frozenset({first})))
        await watcher.watch(WatchedPaths(folders=frozenset({second})))
        assert await watcher.changes() is None
        assert await written(watcher, second / "a.md") == {second / "a.md"}

    run(scenario)
