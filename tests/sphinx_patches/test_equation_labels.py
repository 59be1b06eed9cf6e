"""Numbered equations of MyST's ``amsmath``, which MyST labels at random."""

from __future__ import annotations

import re

CONF = """\
project = "Test"
extensions = ["myst_parser", "variantdocs"]
html_theme = "basic"
myst_enable_extensions = ["amsmath", "dollarmath"]
"""
EQUATION = "\\begin{equation}\na = b\n\\end{equation}\n"


def anchors(built, page):
    return re.findall(r'id="(equation-[^"]*)"', built.html("serverless", page))


def test_they_have_the_same_anchors_in_every_build(project):
    project.write({"conf.py": CONF})
    project.pages({"index.md": f"# Home\n\n{EQUATION}\n{EQUATION}\nText\n"})
    built = project.build()
    assert anchors(built, "index") == ["equation-amsmath-1", "equation-amsmath-2"]
    assert project.build("-E").files() == built.files()


def test_they_are_numbered_and_their_links_lead_to_them(project):
    project.write({"conf.py": CONF})
    project.pages({"index.md": f"# Home\n\n{EQUATION}\n{EQUATION}"})
    html = project.build().html("serverless", "index")
    assert re.findall(r'class="eqno">\((\d)\)<a class="headerlink" href="#([^"]*)"', html) == [
        ("1", "equation-amsmath-1"),
        ("2", "equation-amsmath-2"),
    ]


def test_a_name_that_the_author_has_given_stays_the_author_s(project):
    project.write({"conf.py": CONF})
    project.pages({"index.md": f"# Home\n\n{EQUATION}\n$$ c = d $$ (amsmath-1)\n\nSee {{eq}}`amsmath-1`.\n"})
    built = project.build()
    assert anchors(built, "index") == ["equation-amsmath-2", "equation-amsmath-1"]
    assert 'href="#equation-amsmath-1">(2)</a>' in built.html("serverless", "index")


def test_an_edit_of_their_page_writes_no_other_page(project):
    project.write({"conf.py": CONF})
    project.pages({"index.md": "# Home\n\n```{toctree}\none\n```\n", "one.md": f"# One\n\n{EQUATION}"})
    project.build()
    project.pages({"one.md": f"# One\n\n{EQUATION}\nMore.\n"})
    assert "[serverless] 2 pages, 1 read, 0 taken over, 1 written" in project.build().output
