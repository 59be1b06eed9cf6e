"""Links to other editions in toctrees and in the options of a theme."""

from __future__ import annotations

VARIANTS = """\
version: 1
site: {base_url: https://docs.example.com/}
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
"""
CONF = """
html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "external_links": [
        {"name": "Own", "url": "https://docs.example.com/byoc/own.html"},
        {"name": "Gone", "url": "variant:byoc/gone.md"},
        {"name": "Blog", "url": "https://example.com/"},
    ]
}
"""


def test_entries_and_theme_options_are_checked_and_relative_to_each_page(project):
    conf = (project.folder / "conf.py").read_text().replace('html_theme = "basic"\n', CONF)
    project.write({"conf.py": conf, "variants.yaml": VARIANTS})
    project.pages(
        {
            "index.md": "# Home\n\n```{toctree}\nguide/a\nOwn cloud <https://docs.example.com/byoc/own.html>\n"
            "Gone <https://docs.example.com/byoc/nope.html>\nvariant:byoc/own.md\n{@@ if byoc @@}own{@@ endif @@}\n```\n",
            "guide/a.md": "# A\n",
            "own.md": "---\nvariants: byoc\n---\n# Own\n",
        }
    )
    built = project.build()
    assert sorted(message.partition(" [")[0] for message in built.messages) == [
        "conf.py:1: WARNING: html_theme_options: `variant:byoc/gone.md`: byoc has no such page; "
        "correct or remove the link",
        "source/index.md:6: WARNING: `https://docs.example.com/byoc/nope.html`: byoc has no such page; "
        "correct or remove the link",
    ]
    for page, up in (("index", "../"), ("guide/a", "../../")):
        soup = built.page("serverless", page)
        links = {link.get_text().strip(): link.get("href") for link in soup.select("a.nav-link")}
        assert links["Own cloud"] == f"{up}byoc/own.html"
        assert links["Own"] == f"{up}byoc/own.html"
        assert links["Blog"] == "https://example.com/"
        assert not soup.select('a[href*="docs.example.com/byoc"], a[href^="variant:"]')
    entries = built.page("serverless", "index").select(".toctree-wrapper li")
    assert [entry.get_text() for entry in entries] == ["A", "Own cloud", "Gone", "Own"]
    assert [entry.a.get("href") for entry in entries] == [
        "guide/a.html",
        "../byoc/own.html",
        None,
        "../byoc/own.html",
    ]
