"""The names of a variant's output files, asked of the builder and the settings."""

from __future__ import annotations

import pytest

CONF = """
html_extra_path = ["extra", "robots.txt"]
html_additional_pages = {"contents": "contents.html"}
templates_path = ["_templates"]
html_use_index = False
redirects = {"old": "index.html"}
def setup(app):
    app.add_config_value("redirects", {}, "html")
"""


@pytest.mark.parametrize(
    ("builder", "expected"),
    [
        (
            "html",
            [
                "404.html",
                "api/index.html",
                "contents.htm",
                "objects.inv",
                "old.htm",
                "robots.txt",
                "search.htm",
            ],
        ),
        (
            "dirhtml",
            ["404.html", "api/index.html", "contents/", "objects.inv", "old/", "robots.txt", "search/"],
        ),
    ],
)
def test_files_that_no_page_makes_are_in_the_index(project, builder, expected):
    conf = (project.folder / "conf.py").read_text() + CONF
    if builder == "html":
        conf += 'html_file_suffix = ".htm"\n'
    project.write(
        {
            "conf.py": conf,
            "extra/api/index.html": "<h1>API</h1>",
            "extra/_hidden.txt": "",
            "robots.txt": "",
            "_templates/contents.html": "<p>",
        }
    )
    project.pages({"index.md": "# Home\n"})
    index = project.build("-D", f"variants_builder={builder}", "-D", "variant=byoc").json("index/byoc.json")
    assert sorted(index["generated"]) == [*expected, "searchindex.js"]
