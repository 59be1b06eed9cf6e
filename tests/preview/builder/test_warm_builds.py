"""Builds of the preview, asked for as the server asks: what they leave is what a clean build makes."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from pathlib import Path

import pytest
import sphinx

from variantdocs.cli import main
from variantdocs.preview.arguments import parse_arguments
from variantdocs.preview.builder.coordinate import coordinate
from variantdocs.preview.builder.host import start_build_process
from variantdocs.preview.protocol import Build, BuildReport, PagesReady, StartOver
from variantdocs.sphinx_patches.versions.tested import WARM_BUILDS_SINCE

pytestmark = pytest.mark.skipif(
    sphinx.version_info < WARM_BUILDS_SINCE, reason="this Sphinx is not kept in memory between builds"
)

PAGES = {
    "index.md": "# Home\n\nWelcome to {@= product =@}.\n\n```{toctree}\nguide\nown\nlinks\nmore/part\n```\n",
    "guide.md": "(start)=\n# Guide\n\n{@@ if byoc @@}\nFor BYOC.\n{@@ else @@}\nHosted.\n{@@ endif @@}\n\n"
    "```{include} _part.md\n```\n\n## Heading one\n\n```python\nprint(1)\n```\n",
    "_part.md": "Included in {@= variant.title =@}.\n",
    "own.md": "---\nvariants: byoc\n---\n# Own page\n\n## Of BYOC\n",
    "links.md": "# Links\n\n[Guide](guide.md#heading-one) and {ref}`start`.\n\n"
    "{@@ if byoc @@}[own](own.md){@@ endif @@} [there](variant:byoc/own.md)\n\n![logo](logo.svg)\n",
    "more/part.rst": "Part\n====\n\n:doc:`/guide`\n\n.. index:: word\n\nText.\n",
}


class Builder:
    """The build process of a preview."""

    def __init__(self, *options):
        self._process = start_build_process(parse_arguments([*options, "source", "build/html"]), coordinate)

    def build(self, changed=None, **open_pages):
        """Build; gives the report, and the files that were said to be ready: variant → groups of them.

        :param changed: The files below source/ that are said to have changed.
        :param open_pages: variant → files that somebody looks at.
        """
        ready = defaultdict(list)
        request = Build(
            open_pages={name: frozenset(files) for name, files in open_pages.items()},
            changed=None
            if changed is None
            else frozenset(Path("source", name).absolute() for name in changed),
        )
        self._process.connection.send(request)
        while True:
            assert self._process.connection.poll(120), "the build process says nothing"
            answer = self._process.connection.recv()
            if isinstance(answer, StartOver):
                self._process.connection.send(request)
            elif isinstance(answer, PagesReady):
                ready[answer.variant].append(answer.paths)
            else:
                assert isinstance(answer, BuildReport)
                return answer, ready

    def close(self):
        self._process.close()


@pytest.fixture
def builder(project):
    project.write({"conf.py": CONF})
    project.pages(PAGES)
    project.pages({"logo.svg": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\n'})
    found = Builder("-c", ".", "-d", "build/doctrees")
    yield found
    found.close()


CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "pydata_sphinx_theme"
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["_*"]
html_static_path = ["static"]
html_css_files = ["own.css"]
"""


def tree(folder):
    found = {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    return {name: data for name, data in found.items() if not name.endswith(".buildinfo")}


def clean_tree(project, capfd):
    """What a build of the project from nothing makes, in the same place."""
    kept = project.folder / "kept"
    (project.folder / "build").rename(kept)
    try:
        main(["build", "-q", "-c", ".", "-d", "build/doctrees", "source", "build/html"])
        capfd.readouterr()
        return tree(project.folder / "build/html")
    finally:
        shutil.rmtree(project.folder / "build")
        kept.rename(project.folder / "build")


def differing(ours, theirs):
    found = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    return [f"{name}: {first_difference(ours.get(name), theirs.get(name))}" for name in found]


def first_difference(one, other):
    if one is None or other is None:
        return "only in the preview" if other is None else "only in the clean build"
    place = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    return f"{one[max(0, place - 60) : place + 60]!r} and not {other[max(0, place - 60) : place + 60]!r}"


def edits(random_numbers):
    """Edits of all kinds, without end: files below source/ and their new text; ``None`` removes one."""
    pages = dict(PAGES)
    count = 0
    while True:
        count += 1
        kind = random_numbers.choice(
            [
                "text",
                "text",
                "heading",
                "title",
                "add",
                "remove",
                "include",
                "block",
                "break",
                "mend",
                "members",
            ]
        )
        name = random_numbers.choice(["guide.md", "links.md", "own.md", "index.md"])
        text = pages.get(name, "# New\n")
        if kind == "text":
            changed = {name: f"{text}\nWord{count} for {{@= product =@}}.\n"}
        elif kind == "heading":
            changed = {name: f"{text}\n## Heading {count}\n"}
        elif kind == "title":
            changed = {name: text.replace("# ", f"# {count} ", 1)}
        elif kind == "add":
            changed = {f"more/new{count % 3}.md": f"---\norphan: true\n---\n# New {count}\n\n[](/guide.md)\n"}
        elif kind == "remove":
            changed = {f"more/new{count % 3}.md": None}
        elif kind == "include":
            changed = {"_part.md": f"Included {count} in {{@= variant.title =@}}.\n"}
        elif kind == "block":
            changed = {name: f"{text}\n{{@@ if byoc @@}}\nOnly here {count}.\n{{@@ endif @@}}\n"}
        elif kind == "members":
            changed = {
                "own.md": f"---\nvariants: {random_numbers.choice(['byoc', 'serverless'])}\n---\n# Own\n"
            }
        elif kind == "break":
            changed = {"more/part.rst": "Part\n====\n\n{@@ if byoc @@}\nleft open\n"}
        else:
            changed = {"more/part.rst": PAGES["more/part.rst"]}
        pages.update(changed)
        yield changed


def apply(project, changed):
    for name, text in changed.items():
        if text is not None:
            project.pages({name: text})
        elif (project.folder / "source" / name).exists():
            project.remove(f"source/{name}")


def test_what_is_looked_at_is_ready_first_then_what_was_edited(project, builder):
    builder.build()
    project.pages({"guide.md": PAGES["guide.md"].replace("# Guide", "# Handbook")})
    _, ready = builder.build(byoc=["links.html"])
    assert ready["byoc"][:2] == [{"links.html"}, {"guide.html"}]
    assert ready["serverless"][0] == {"guide.html"}
    assert {"index.html", "links.html", "more/part.html"} <= ready["serverless"][1]


def published(ready, variant):
    return set().union(*ready[variant])


def test_of_files_that_are_said_to_be_edited_only_those_are_looked_at(project, builder):
    builder.build()
    project.pages({"guide.md": PAGES["guide.md"] + "Edited.\n", "links.md": PAGES["links.md"] + "Edited.\n"})
    _, ready = builder.build(changed=["guide.md"])
    assert published(ready, "byoc") == published(ready, "serverless") == {"guide.html"}
    project.pages({"_part.md": "Other text.\n"})
    _, ready = builder.build(changed=["_part.md", ".guide.md.swp"])
    assert published(ready, "byoc") == {"guide.html"}
    _, ready = builder.build()
    assert published(ready, "byoc") == {"links.html"}


def test_a_file_that_comes_goes_or_changes_its_variants_has_all_files_looked_at(project, builder):
    builder.build()
    project.pages({"own.md": "---\nvariants: serverless\n---\n# Own page\n"})
    _, ready = builder.build(changed=["own.md"])
    assert "own.html" in published(ready, "serverless")
    assert not (project.folder / "build/html/byoc/own.html").exists()
    project.pages({"more/new.md": "---\norphan: true\n---\n# New\n"})
    builder.build(changed=["more/new.md"])
    assert (project.folder / "build/html/byoc/more/new.html").exists()
    shutil.rmtree(project.folder / "source/more")
    builder.build(changed=["more"])
    assert not (project.folder / "build/html/byoc/more/new.html").exists()


def test_what_was_said_of_pages_that_are_not_looked_at_is_said_again(project, builder):
    project.pages({"own.md": "---\nvariant: byoc\n---\n# Own page\n"})
    before, _ = builder.build()
    project.pages({"guide.md": PAGES["guide.md"] + "Edited.\n"})
    after, _ = builder.build(changed=["guide.md"])
    assert [message.text for message in after.messages] == [message.text for message in before.messages]
    assert any(shared.message.kind == "variants.not-declared" for shared in after.messages)


def test_after_any_edits_the_site_is_that_of_a_clean_build(project, builder, capfd):
    project.write({"static/own.css": "p {}\n"})
    seed = random.randrange(10_000)
    print("seed", seed)
    builder.build()
    changes = edits(random.Random(seed))
    for round_number in range(2):
        for _ in range(5):
            changed = next(changes)
            apply(project, changed)
            builder.build(changed=changed)
        found = differing(tree(project.folder / "build/html"), clean_tree(project, capfd))
        assert found == [], f"seed {seed}, round {round_number}"
    builder.close()
    main(["build", "-q", "-c", ".", "-d", "build/doctrees", "source", "build/html"])
    assert differing(tree(project.folder / "build/html"), clean_tree(project, capfd)) == [], f"seed {seed}"
