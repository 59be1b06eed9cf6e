"""Which open page is told what."""

from __future__ import annotations

import asyncio

import pytest

from variantdocs.preview.protocol import BuildReport, PreviewedVariant
from variantdocs.preview.server.clients import OpenPage, OpenPages


class Browser:
    """A page in a browser, as the server sees it."""

    def __init__(self, page, generation=0, view="reader"):
        self.query_params = {"page": page, "generation": str(generation), "view": view}
        self.told = []

    async def send_json(self, data):
        self.told.append(data)

    @property
    def reloads(self):
        return sum("reload" in data for data in self.told)


@pytest.mark.parametrize(
    ("address", "variant", "path"),
    [
        ("/byoc/", "byoc", "index.html"),
        ("/byoc", "byoc", "index.html"),
        ("/byoc/guide/part.html", "byoc", "guide/part.html"),
        ("/byoc/guide/", "byoc", "guide/index.html"),
        ("/byoc/caf%C3%A9.html", "byoc", "café.html"),
        ("/", "", "index.html"),
    ],
)
def test_an_address_is_a_file_of_a_variant(address, variant, path):
    assert OpenPage.from_url_path(address) == OpenPage(variant=variant, path=path)


async def shown(pages, *browsers):
    tasks = [asyncio.create_task(pages.serve(browser)) for browser in browsers]
    await asyncio.sleep(0.01)
    return tasks


def test_only_the_pages_that_were_built_are_loaded_again():
    async def scenario():
        pages = OpenPages()
        guide, other, same_of_other_variant = map(
            Browser, ("/byoc/guide.html", "/byoc/other.html", "/serverless/guide.html")
        )
        tasks = await shown(pages, guide, other, same_of_other_variant)
        assert pages.by_variant() == {
            "byoc": {"guide.html", "other.html"},
            "serverless": {"guide.html"},
        }
        await pages.published("byoc", frozenset({"guide.html"}))
        assert (guide.reloads, other.reloads, same_of_other_variant.reloads) == (1, 0, 0)
        await pages.published("byoc", None)
        assert (guide.reloads, other.reloads, same_of_other_variant.reloads) == (2, 1, 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert pages.by_variant() == {}

    asyncio.run(scenario())


def test_a_page_that_was_built_while_it_was_loading_is_loaded_again():
    async def scenario():
        pages = OpenPages()
        late, up_to_date = Browser("/byoc/guide.html"), Browser("/byoc/guide.html", generation=1)
        await pages.published("byoc", frozenset({"guide.html"}))
        tasks = await shown(pages, late, up_to_date)
        assert (late.reloads, up_to_date.reloads) == (1, 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(scenario())


def test_the_writers_view_is_loaded_again_when_the_page_of_another_variant_was_built():
    async def scenario():
        pages = OpenPages()
        writer, reader = Browser("/serverless/guide.html", view="writer"), Browser("/serverless/guide.html")
        tasks = await shown(pages, writer, reader)
        await pages.published("byoc", frozenset({"guide.html"}))
        assert (writer.reloads, reader.reloads) == (1, 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(scenario())


def report(**files):
    """A report on variants with these files."""
    return BuildReport(
        variants=tuple(
            PreviewedVariant(name=name, title=name, sources=dict.fromkeys(paths, frozenset()))
            for name, paths in files.items()
        )
    )


def test_a_page_that_is_gone_is_loaded_again_where_it_is_gone():
    async def scenario():
        pages = OpenPages()
        gone, kept = Browser("/byoc/guide.html"), Browser("/serverless/guide.html")
        tasks = await shown(pages, gone, kept)
        both = ["index.html", "guide.html"]
        await pages.update(is_building=False, report=report(byoc=both, serverless=both))
        await pages.update(is_building=True)
        await pages.update(is_building=False, report=BuildReport(failures=("conf.py is broken",)))
        await pages.update(is_building=False, report=report(byoc=both, serverless=[]))
        assert (gone.reloads, kept.reloads) == (0, 0)
        await pages.update(is_building=False, report=report(byoc=["index.html"], serverless=both))
        assert (gone.reloads, kept.reloads) == (1, 0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(scenario())
