"""Requests to the build process, and its answers, over a real pipe."""

from __future__ import annotations

import asyncio
from multiprocessing import Pipe

import pytest

from variantdocs.preview.protocol import (
    Build,
    BuildReport,
    PageRendered,
    PagesReady,
    RenderPage,
    StartOver,
)
from variantdocs.preview.server.builds import Builds

READY = PagesReady(variant="byoc", paths=frozenset({"a.html"}))


def run(scenario):
    """Whether the process has ended, as far as the server was told."""

    async def within() -> bool:
        here, there = Pipe()
        ended = []
        builds = Builds(here)
        builds.listen(lambda: ended.append(True))
        try:
            await asyncio.wait_for(scenario(builds, there), 10)
            return bool(ended)
        finally:
            asyncio.get_running_loop().remove_reader(here.fileno())
            here.close()
            there.close()

    return asyncio.run(within())


async def collected(builds):
    return [answer async for answer in builds.build(Build())]


def test_answers_come_until_the_report():
    async def scenario(builds, there):
        there.send(READY)
        there.send(BuildReport(seconds=1.5))
        assert await collected(builds) == [READY, BuildReport(seconds=1.5)]
        assert there.recv() == Build()

    assert not run(scenario)


def test_a_process_that_takes_over_is_sent_the_request_again():
    async def scenario(builds, there):
        there.send(StartOver())
        there.send(BuildReport())
        assert await collected(builds) == [BuildReport()]
        assert [there.recv(), there.recv()] == [Build(), Build()]

    run(scenario)


def test_the_end_of_the_process_ends_a_build_and_every_page_in_the_making():
    async def scenario(builds, there):
        page = asyncio.create_task(builds.render(RenderPage(variant="byoc", path="a.html")))
        build = asyncio.create_task(collected(builds))
        await asyncio.sleep(0)
        there.close()
        with pytest.raises(EOFError):
            await build
        assert await page is None

    assert run(scenario)


def test_a_process_that_has_ended_before_answers_like_one_that_ends():
    async def scenario(builds, there):
        there.close()
        assert await builds.render(RenderPage(variant="byoc", path="a.html")) is None
        with pytest.raises(EOFError):
            await collected(builds)

    run(scenario)


def test_pages_are_given_in_the_order_of_the_requests_though_a_browser_has_left():
    async def scenario(builds, there):
        pages = [
            asyncio.create_task(builds.render(RenderPage(variant="byoc", path=name))) for name in ("a", "b")
        ]
        await asyncio.sleep(0)
        pages[0].cancel()
        await asyncio.sleep(0)
        there.send(PageRendered(html="a"))
        there.send(PageRendered(html="b"))
        assert await pages[1] == "b"

    run(scenario)
