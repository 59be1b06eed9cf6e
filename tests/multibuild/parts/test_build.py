"""Builds of parts, one after the other, in the same folders."""

from __future__ import annotations

import json

import pytest

PAGES = {
    "index.md": "# Home\n\n```{toctree}\none\ntwo\nthree\n```\n",
    "one.md": "# One\n\nquagga\n\n{nosuch}`x`\n",
    "two.md": f"# Two\n\n{'zebra ' * 900}\n\n[x](one.md#nosuch)\n",
    "three.md": "# Three\n",
}


def record_of(built) -> dict:
    return json.loads((built.folder / "build/index/byoc.html.part.json").read_text())


def pages_of(built) -> list[str]:
    return sorted(name for name in ("index", "one", "two", "three") if built.has(f"byoc/{name}.html"))


@pytest.fixture
def part(project):
    project.pages(PAGES)

    def build(number: int, *options: str):
        return project.build("--variant", "byoc", "--part", f"{number}/2", *options)

    return build


ROLE = 'source/one.md:5: WARNING: Unknown interpreted text role "nosuch". [byoc] [myst.role_unknown]'
LINK = (
    "source/two.md:5: WARNING: `one#nosuch`: no variant has such an anchor in the page; "
    "correct or remove the link [byoc] [variants.missing]"
)


def test_a_part_holds_its_own_pages_whatever_was_built_there_before(project, part):
    built = part(1)
    assert pages_of(built) == record_of(built)["pages"] == ["two"]
    assert built.messages == [ROLE, LINK]  # every part reads all pages
    assert not built.has("byoc/searchindex.js")

    # A page that has grown is in this part now, and what was wrong with writing another is not repeated.
    project.pages({"three.md": f"# Three\n\n{'okapi ' * 2000}\n"})
    built = part(1)
    assert pages_of(built) == record_of(built)["pages"] == ["three"]
    assert (built.messages, sorted(record_of(built)["search"]["titles"])) == ([ROLE], ["three"])
    assert part(1).files() == built.files()

    built = part(2)
    assert pages_of(built) == record_of(built)["pages"] == ["index", "one", "two"]
    assert built.messages == [ROLE, LINK]

    whole = project.build("--variant", "byoc")
    assert pages_of(whole) == ["index", "one", "three", "two"]
    assert not (project.folder / "build/index/byoc.html.part.json").exists()
    assert whole.files() == project.build("--variant", "byoc", "-E").files()
