"""Pages that show something of a changed page are written again, and no others."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace

import pytest

from variantdocs.rebuild.page_fingerprints import (
    ChangedTargets,
    DataDigest,
    PageFingerprints,
    TargetDigest,
    pages_to_write,
)

# Plain decisions.

BEFORE = PageFingerprints(
    site_wide="e",
    own={"a": "1", "b": "1", "c": "1"},
    targets={
        "own": {name: TargetDigest(page="p", within="w") for name in "abc"},
        "other": {"a": TargetDigest(page="p", within="w")},
    },
)


def now(*, site_wide="e", own=(), here=(), other=()):
    return PageFingerprints(
        site_wide=site_wide,
        own={**BEFORE.own, **dict(own)},
        targets={
            "own": {**BEFORE.targets["own"], **dict(here)},
            "other": {**BEFORE.targets["other"], **dict(other)},
        },
    )


@pytest.mark.parametrize(
    ("later", "written", "asked"),
    [
        (now(), "", None),
        (now(site_wide="f"), "abc", None),
        (now(own={"b": "2"}), "b", None),
        (now(here={"c": TargetDigest(page="p", within="x")}), "ua", ({}, {("own", "c")})),
        (now(other={"a": TargetDigest(page="q", within="w")}), "ua", ({("other", "a")}, {})),
        (now(other={"d": TargetDigest(page="p", within="w")}), "ua", ({("other", "d")}, {("other", "d")})),
    ],
)
def test_pages_that_show_something_different_are_written_again(later, written, asked):
    questions = []

    def linking(changed):
        questions.append(changed)
        return {"a"}

    later = PageFingerprints(site_wide=later.site_wide, own={**later.own, "u": "1"}, targets=later.targets)
    before = PageFingerprints(site_wide="e", own={**BEFORE.own, "u": "1"}, targets=BEFORE.targets)
    found = pages_to_write(before, later, unresolved={"u", "gone"}, linking=linking)
    assert set(found) == (set(written) if written != "abc" else set("abcu"))
    wanted = [] if asked is None else [ChangedTargets(pages=frozenset(asked[0]), within=frozenset(asked[1]))]
    assert questions == wanted


@pytest.mark.parametrize(
    ("last", "later", "is_same"),
    [
        (("x", "x"), ("x", "x"), True),
        (("x", "y"), ("y", "y"), True),
        (("x", "y"), ("x", "x"), True),
        (("x", "y"), ("z", "z"), False),
        (("x", "y"), ("y", "x"), False),
        (("x", "y"), ("x", "z"), False),
        (("", "y"), ("", "x"), False),
        (("x", "y"), None, False),
    ],
    ids=[
        "unchanged",
        "kept",
        "reset by each build",
        "another value from the start",
        "changed by reading",
        "reset and changed by reading",
        "not looked at before reading",
        "gone",
    ],
)
def test_data_of_an_extension_counts_unless_each_build_begins_with_it_anew(last, later, is_same):
    before, after = (
        replace(BEFORE, data={} if both is None else {"x": DataDigest(before=both[0], after=both[1])})
        for both in (last, later)
    )
    written = pages_to_write(before, after, unresolved=(), linking=pytest.fail)
    assert set(written) == (set() if is_same else {"a", "b", "c"})


def test_another_treatment_of_absent_links_writes_the_pages_that_may_have_them():
    later = replace(BEFORE, absent="text")
    assert set(pages_to_write(BEFORE, later, unresolved={"b", "gone"}, linking=pytest.fail)) == {"b"}


def test_a_page_that_breaks_or_is_mended_writes_the_pages_with_links_that_depend_on_it():
    broken = replace(BEFORE, broken={"own": ("a",)})
    for before, after in ((BEFORE, broken), (broken, BEFORE)):
        assert set(pages_to_write(before, after, unresolved={"b"}, linking=pytest.fail)) == {"b"}


# Whole builds: what is written again, and whether it is what a clean build writes.

CONF = """
html_sidebars = {{"**": [{sidebar}]}}
html_theme_options = {{"globaltoc_collapse": False, "globaltoc_includehidden": True}}
numfig = True
html_copy_source = False


def setup(app):
    app.connect("html-page-context", note)


def note(app, pagename, templatename, context, doctree):
    if doctree is not None:
        with open("written.txt", "a") as file:
            file.write(f"{{app.config.variant}}/{{pagename}} ")
"""
PAGES = {
    "index.md": "# Home\n\n```{toctree}\n:caption: All\na\nb\ndeep\nwaits\nlinks\nacross\nown\n```\n",
    "a.md": "# A\n\nText.\n\n## First\n\n### Below\n\n(second)=\n## Second\n\nText.\n",
    "b.md": "# B\n\nText.\n",
    "deep.md": "# Deep\n\n```{toctree}\nunder\n```\n",
    "under.md": "# Under\n\n## Heading\n",
    "links.md": "# Links\n\n{ref}`second`, {doc}`b`, [](a.md#first)\n",
    "across.md": "# Across\n\n[](variant:byoc/own.md#place)\n",
    "waits.md": "# Waits\n\n{ref}`third`\n",
    "own.md": "---\nvariants: byoc\n---\n# Own\n\n(place)=\n## Place\n\nText.\n",
}
EVERY = {*["a", "b", "deep", "under", "links", "across", "waits", "index"]}
PLAIN, DEEP = '"relations.html"', '"globaltoc.html"'


@pytest.fixture
def site(project, request):
    conf = (project.folder / "conf.py").read_text("utf-8")
    project.write({"conf.py": conf + CONF.format(sidebar=getattr(request, "param", PLAIN))})
    project.pages(PAGES)
    project.build_once()
    return project


def replaced(site, page, old, new):
    path = site.folder / f"source/{page}.md"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def written(site, variant="serverless"):
    """The pages that a build writes after an edit; what there is then is a clean build's.

    Sphinx writes a page with those whose toctree names it, here the home page.
    """
    note = site.folder / "written.txt"
    note.unlink(missing_ok=True)
    built = site.build()
    pages = note.read_text().split() if note.exists() else []
    files, messages = built.files(), built.messages
    clean = site.build("-E")
    assert files == clean.files()
    assert messages == clean.messages
    return {page.partition("/")[2] for page in pages if page.startswith(f"{variant}/")}


@pytest.mark.parametrize(
    ("page", "old", "new", "pages"),
    [
        ("a", "Text.", "Words.", {"a", "index"}),
        ("a", "## Second", "## Another", {"a", "links", "waits", "index"}),
        ("a", "## First", "## 1st", {"a", "links", "waits", "index"}),
        ("a", "### Below", "### *Below*", {"a", "links", "waits", "index"}),
        ("a", "Text.", "(third)=\n## Third", {"a", "links", "waits", "index"}),
        ("b", "# B", "# Bee", EVERY),
        ("b", "Text.", "## The first heading", EVERY),
        ("own", "## Place", "## Spot", {"across", "waits", "index"}),
        ("own", "Text.", "Words.", set()),
        ("own", "# Own", "# Mine", {"across", "waits", "index"}),
        ("index", "a\nb\n", "b\na\n", EVERY),
        ("index", ":caption: All", ":caption: Pages", EVERY),
        ("index", ":caption: All", ":numbered:", EVERY),
        ("index", "\na\n", "\nOther title <a>\n", EVERY),
    ],
)
def test_an_edit_writes_the_pages_that_show_it(site, page, old, new, pages):
    replaced(site, page, old, new)
    assert written(site) == pages


@pytest.mark.parametrize(
    ("page", "old", "pages"),
    [("a", "## First\n", {"a", "waits", "index"}), ("own", "Text.\n", {"waits", "index"})],
)
def test_a_page_that_breaks_rewrites_the_pages_with_links_that_lead_nowhere(site, page, old, pages):
    opened = "\n{@@ if byoc @@}\n"
    replaced(site, page, old, old + opened)
    assert written(site) == pages
    replaced(site, page, opened, "")
    assert written(site) == pages


@pytest.mark.parametrize(
    "link",
    [
        "[x](a.md#nope)",
        "[x](variant:byoc/a.md#nope)",
        "{variant}`x <byoc:/a#nope>`",
        "```{eval-rst}\n`x <a.html#nope>`__\n```",
    ],
)
def test_an_anchor_that_a_broken_page_may_have_is_judged_again_when_it_is_mended(site, link):
    opened = "\n{@@ if byoc @@}\n"
    replaced(site, "a", "Text.", "Text." + opened)
    replaced(site, "links", "# Links", f"# Links\n\n{link}")
    assert written(site) == {"a", "links", "waits", "index"}
    replaced(site, "a", opened, "")
    assert written(site) == {"a", "links", "waits", "index"}
    assert any("nope" in message for message in site.build().messages)


@pytest.mark.parametrize("site", [DEEP], indirect=True)
def test_a_heading_in_the_navigation_rewrites_the_pages_that_show_it(site):
    replaced(site, "a", "## Second", "## Another")
    assert written(site) == EVERY


@pytest.mark.parametrize("site", [DEEP], indirect=True)
def test_a_first_heading_in_the_navigation_rewrites_the_pages_that_will_show_it(site):
    replaced(site, "b", "Text.", "## Here")
    assert written(site) == EVERY


@pytest.mark.parametrize("attribute", ["words", "_words"])
def test_changed_data_of_an_extension_rewrites_all_pages(site, attribute):
    conf = (site.folder / "conf.py").read_text("utf-8")
    keep = (
        '    app.connect("doctree-read", keep)\n    app.connect("doctree-resolved", show)\n'
        '    app.connect("env-merge-info", merge)\n\n\n'
        "def merge(app, env, docnames, other):\n"
        "    env.ATTR.update({name: other.ATTR[name] for name in docnames})\n\n\n"
        'def keep(app, doctree):\n    words = app.env.__dict__.setdefault("ATTR", {})\n'
        '    words[app.env.docname] = "Words" in doctree.astext()\n\n\n'
        "def show(app, doctree, docname):\n    from docutils import nodes\n"
        '    doctree += nodes.paragraph("", str(sorted(app.env.ATTR.items())))\n\n\ndef note('
    )
    keep = keep.replace("ATTR", attribute)
    site.write({"conf.py": conf.replace("\n\ndef note(", keep, 1)})
    site.build()
    replaced(site, "a", "Text.", "Words.")
    assert written(site) == EVERY


def test_a_moved_project_changes_no_page(site):
    site.move("else where")
    site.build()
    replaced(site, "a", "Text.", "Words.")
    site.move("and again")
    assert written(site) == {"a", "index"}


def test_the_time_of_fetching_or_reading_changes_no_page(site, monkeypatch):
    conf = (site.folder / "conf.py").read_text("utf-8")
    mapping = "intersphinx_mapping = {'ext': ('https://ext.example/', 'objects.inv')}\n"
    mapping += "duration_write_json = ''\n"
    site.write(
        {
            "conf.py": f"{conf}\nextensions += ['sphinx.ext.intersphinx', 'sphinx.ext.duration']\n{mapping}",
            "source/objects.inv": inventory("one"),
        }
    )
    site.build()
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    replaced(site, "a", "Text.", "Words.")
    assert written(site) == {"a", "index"}
    site.write({"source/objects.inv": inventory("other")})
    assert written(site) == EVERY


def inventory(name):
    objects = zlib.compress(f"{name} py:function 1 api.html#$ -\n".encode())
    return b"# Sphinx inventory version 2\n# Project: Ext\n# Version: 1\n# zlib\n" + objects


def test_a_page_removed_from_another_variant_rewrites_the_pages_that_link_to_it(site):
    (site.folder / "source/own.md").unlink()
    replaced(site, "index", "own\n", "")
    assert written(site) == {"across", "waits", "index"}
