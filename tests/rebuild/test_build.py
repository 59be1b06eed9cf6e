"""A build reads and writes again what has changed by content."""

from __future__ import annotations

import os
import re
import time

import pytest

PAGES = {
    "index.md": "# Home\n\n```{toctree}\nplain\nincludes\nvalue\ncode\nchosen\n```\n",
    "plain.md": "# Plain\n\nSame.\n",
    "includes.md": "# Includes\n\n```{include} _part.md\n```\n",
    "_part.md": "Part {@= limit =@}.\n",
    "value.md": "# Value\n\nUp to {@= quota =@}.\n",
    "code.md": "# Code\n\n```{literalinclude} /example.py\n```\n",
    "example.py": "print(1)\n",
    "chosen.md": "# Chosen\n\n{@@ if hosted @@}Hosted.{@@ else @@}Own.{@@ endif @@}\n",
}
VARIANTS = """\
version: 1
vars: {{limit: {limit}, quota: {quota}}}
groups: {{hosted: [{hosted}]}}
variants:
  serverless: {{title: {title}}}
  byoc: {{title: BYOC}}
"""


def variants(*, limit=5, quota=7, hosted="serverless", title="Serverless"):
    return {"variants.yaml": VARIANTS.format(limit=limit, quota=quota, hosted=hosted, title=title)}


def read(built):
    """variant → how many pages it has read or taken over."""
    return {
        name: int(own) + int(taken)
        for name, own, taken in re.findall(r"\[(\w+)\] \d+ pages, (\d+) read, (\d+) taken", built.output)
    }


@pytest.fixture
def site(project):
    project.write(variants())
    project.pages(PAGES)
    project.build_once()
    return project


def same_as_clean(project, built):
    """Whether a build that follows others has left what one from nothing leaves."""
    files = built.files()
    return files == project.build("-E").files()


def times(folder):
    return {path.relative_to(folder): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_new_file_times_cause_no_reading_or_writing(site):
    pages = times(site.folder / "build/html")
    for path in (site.folder / "source").iterdir():
        os.utime(path, (time.time() + 100, time.time() + 100))
    assert read(site.build()) == {"serverless": 0, "byoc": 0}
    assert times(site.folder / "build/html") == pages


def test_a_changed_file_with_an_old_time_is_read_again(site):
    path = site.folder / "source/plain.md"
    path.write_text("# Plain\n\nOther.\n")
    os.utime(path, (1, 1))
    built = site.build()
    assert read(built) == {"serverless": 1, "byoc": 1}
    assert built.text("byoc", "plain") == "Plain Other."


@pytest.mark.parametrize(("file", "page"), [("_part.md", "includes"), ("example.py", "code")])
def test_an_included_file_is_compared_by_content(site, file, page):
    path = site.folder / "source" / file
    path.write_text(path.read_text().replace("P", "Q").replace("1", "2"))
    os.utime(path, (1, 1))
    built = site.build()
    assert read(built) == {"serverless": 1, "byoc": 1}
    assert same_as_clean(site, built)


def test_a_moved_project_reads_and_writes_nothing(site):
    pages = times(site.folder / "build/html")
    site.move("else where")
    assert read(site.build()) == {"serverless": 0, "byoc": 0}
    assert times(site.folder / "build/html") == pages


def test_messages_of_a_moved_project_name_the_new_place(site):
    site.pages({"plain.md": "# Plain\n\n[x](nowhere.md)\n"})
    said = site.build().messages
    site.move("else where")
    # A new title has all pages written again, from what was read in the old place.
    site.pages({"value.md": "# Worth\n\nUp to {@= quota =@}.\n"})
    built = site.build()
    assert read(built) == {"serverless": 1, "byoc": 1}
    assert built.messages == said
    site.pages({"example.py": "print(3)\n"})
    assert read(site.build()) == {"serverless": 1, "byoc": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"quota": 8}, {"serverless": 1, "byoc": 1}),  # value.md
        ({"limit": 6}, {"serverless": 1, "byoc": 1}),  # includes.md
        ({"hosted": "byoc"}, {"serverless": 1, "byoc": 1}),  # chosen.md
        ({"title": "Less"}, {"serverless": 0, "byoc": 0}),
    ],
)
def test_a_change_in_variants_yaml_reads_the_pages_that_use_it(site, change, expected):
    site.write(variants(**change))
    built = site.build()
    assert read(built) == expected
    assert same_as_clean(site, built)


def test_a_new_variant_leaves_the_pages_of_the_others_unread(site):
    site.write({"variants.yaml": variants()["variants.yaml"] + "  free: {title: Free}\n"})
    built = site.build()
    assert read(built) == {"serverless": 0, "byoc": 0, "free": 6}
    assert same_as_clean(site, built)


def test_pages_read_before_a_template_failed_are_written_when_it_is_fixed(site):
    conf = (site.folder / "conf.py").read_text("utf-8")
    template = "{%- extends '!layout.html' %}{% block footer %}one{% endblock %}"
    site.write({"conf.py": conf + "templates_path = ['templates']\n", "templates/layout.html": template})
    site.build()
    site.write({"templates/layout.html": template.replace("one", "{{ nosuch.name }}")})
    site.pages({"plain.md": "# Plain\n\nOther.\n"})
    failed = site.build()
    assert failed.status == 1
    assert "nosuch" in failed.output
    assert failed.text("byoc", "plain") == "Plain Same."
    site.write({"templates/layout.html": template})
    built = site.build()
    assert built.text("byoc", "plain") == "Plain Other."
    assert same_as_clean(site, built)


@pytest.mark.parametrize(
    ("settings", "file", "text"),
    [
        (
            "templates_path = ['templates']\n",
            "templates/layout.html",
            "{%- extends '!layout.html' %}{% block footer %}one{% endblock %}",
        ),
        # Pages hold its checksum.
        ("html_static_path = ['static']\nhtml_css_files = ['own.css']\n", "static/own.css", "one {}"),
    ],
    ids=["template", "static file"],
)
def test_a_changed_template_or_static_file_rewrites_all_pages(site, settings, file, text):
    conf = (site.folder / "conf.py").read_text()
    site.write({"conf.py": conf + settings, file: text})
    before = site.build().html("byoc", "plain")
    site.write({file: text.replace("one", "two")})
    os.utime(site.folder / file, (1, 1))
    built = site.build()
    assert read(built) == {"serverless": 0, "byoc": 0}
    assert built.html("byoc", "plain") != before
    assert same_as_clean(site, built)
    copied = site.folder / "build/doctrees/byoc/.html/_static/own.css"
    copied.unlink()
    site.build()
    assert copied.read_text() == "b {}"  # though nothing was read or written


def test_a_changed_extension_of_the_project_rereads_all_pages(site):
    conf = (site.folder / "conf.py").read_text()
    site.write(
        {
            "conf.py": conf
            + "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\nextensions.append('adds')\n",
            "adds.py": EXTENSION.format(word="first"),
        }
    )
    site.build()
    site.write({"adds.py": EXTENSION.format(word="second")})
    built = site.build()
    assert read(built) == {"serverless": 6, "byoc": 6}
    assert built.text("byoc", "plain") == "Plain Same. second"


EXTENSION = """
from docutils import nodes

def add(app, doctree):
    doctree[0] += nodes.paragraph("", "{word}")

def setup(app):
    app.connect("doctree-read", add)
    return {{"parallel_read_safe": True, "parallel_write_safe": True}}
"""


def test_a_changed_conf_py_rereads_all_pages(site):
    conf = (site.folder / "conf.py").read_text()
    site.write({"conf.py": conf + "another = 1\n"})
    assert read(site.build()) == {"serverless": 6, "byoc": 6}


def test_a_page_written_while_it_was_read_is_read_again(project):
    project.write(variants())
    conf = (project.folder / "conf.py").read_text()
    # The author saves while the build is at work, after the page has been read.
    project.write(
        {
            "conf.py": conf + "from pathlib import Path\n\ndef setup(app):\n"
            "    def save(app, doctree):\n"
            "        page = Path('source/plain.md')\n"
            "        if 'Same' in page.read_text() and app.env.docname == 'plain':\n"
            "            page.write_text('# Plain\\n\\nLater.\\n')\n"
            "    app.connect('doctree-read', save)\n"
        }
    )
    project.pages(PAGES)
    project.build()
    built = project.build()
    assert built.text("byoc", "plain") == built.text("serverless", "plain") == "Plain Later."


def test_the_index_of_a_domain_is_removed_with_its_last_entry(site):
    site.pages({"plain.md": "# Plain\n\n```{py:module} acme\n```\n"})
    assert site.build().has("byoc/py-modindex.html")
    site.pages({"plain.md": "# Plain\n"})
    built = site.build()
    assert not built.has("byoc/py-modindex.html")
    assert same_as_clean(site, built)


def test_a_page_that_a_setting_switches_off_is_removed(site):
    conf = (site.folder / "conf.py").read_text("utf-8")
    assert site.build().has("byoc/genindex.html")
    site.write({"conf.py": conf + "html_use_index = False\nhtml_copy_source = False\n"})
    built = site.build()
    assert not built.has("byoc/genindex.html")
    assert not built.has("byoc/_sources")
    assert same_as_clean(site, built)


def test_a_page_that_the_command_line_switches_off_is_removed(site):
    assert site.build().has("byoc/genindex.html")
    built = site.build("-D", "html_use_index=0")
    assert not built.has("byoc/genindex.html")
    assert site.build().has("byoc/genindex.html")


def test_pages_without_a_source_are_generated_again(site, tmp_path_factory):
    code = tmp_path_factory.mktemp("code") / "outside.py"
    code.write_text('def one():\n    """Do one."""\n', "utf-8")
    conf = (site.folder / "conf.py").read_text("utf-8")
    conf = conf.replace('"variantdocs"]', '"variantdocs", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]')
    path = f"import sys\nsys.path.insert(0, {str(code.parent)!r})\n"
    site.write({"conf.py": path + conf + 'html_sidebars = {"**": ["globaltoc.html"]}\n'})
    site.pages({"plain.md": "# Plain\n\n```{eval-rst}\n.. autofunction:: outside.one\n```\n"})
    assert "Do one." in site.build().html("byoc", "_modules/outside")
    code.write_text('def one():\n    """Do another."""\n', "utf-8")
    assert "Do another." in site.build().html("byoc", "_modules/outside")
    site.pages({"value.md": "# Another value\n"})
    built = site.build()
    assert "Another value" in built.html("byoc", "_modules/outside")
    assert same_as_clean(site, built)
    site.pages({"plain.md": "# Plain\n"})
    built = site.build()
    assert not built.has("byoc/_modules/outside.html")
    assert same_as_clean(site, built)


def test_files_that_an_extension_writes_at_its_start_are_published(site):
    conf = (site.folder / "conf.py").read_text("utf-8")
    conf += "import pathlib\n\n\ndef start(app):\n    path = pathlib.Path(app.outdir, 'own.txt')\n"
    conf += "    if not path.exists():\n        path.write_text('own')\n\n\n"
    conf += "def setup(app):\n    app.connect('builder-inited', start)\n"
    site.write({"conf.py": conf})
    assert site.build().has("byoc/own.txt")
    site.write({"conf.py": conf + "html_copy_source = False\n"})
    assert site.build().has("byoc/own.txt")


def test_pages_left_out_of_a_build_are_written_by_the_next(site):
    site.pages({"plain.md": "# Plain\n\nOther.\n", "value.md": "# Another value\n"})
    built = site.build(pages=["source/plain.md"])
    assert built.text("byoc", "plain") == "Plain Other."
    assert built.text("byoc", "value") == "Value Up to 7."
    built = site.build()
    assert built.text("byoc", "value") == "Another value"
    assert same_as_clean(site, built)


@pytest.mark.parametrize(
    ("builder", "page"), [("html", "plain.html"), ("dirhtml", "plain/index.html"), ("text", "plain.txt")]
)
def test_a_removed_page_is_removed_from_the_output(site, builder, page):
    assert site.build("-b", builder).has(f"byoc/{page}")
    site.remove("source/plain.md")
    site.pages({"index.md": PAGES["index.md"].replace("plain\n", "")})
    built = site.build("-b", builder)
    assert not built.has(f"byoc/{page}")
    assert built.files() == site.build("-b", builder, "-E").files()


def test_a_file_that_is_still_missing_is_no_reason_to_read_a_page(project):
    project.pages({"index.md": "# Home\n\n![x](nosuch.png)\n\n```{literalinclude} nosuch.py\n```\n"})
    first = project.build()
    assert len(first.messages) == 2
    again = project.build()
    assert again.messages == first.messages
    assert "[byoc] 1 pages, 0 read" in again.output
    project.pages({"nosuch.py": "found = 1\n"})
    assert "found" in project.build().text("byoc", "index")
