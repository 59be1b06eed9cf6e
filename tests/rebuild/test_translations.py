"""A changed translation is shown by every variant."""

from __future__ import annotations

import os
import re

CATALOG = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "A sentence."
msgstr "Ein {} Satz."
"""
CONF = 'language = "de"\nlocale_dirs = ["locale"]\n'
NAME = "source/locale/de/LC_MESSAGES/index.po"
OWN_NAME = "source/locale/de/LC_MESSAGES/variantdocs.po"
OWN = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Choose an edition"
msgstr "{0} wählen"

msgid "This page could not be built."
msgstr "{0} fehlt."

#, python-format
msgid "%(edition)s does not have this page. The link leads to “%(page)s”."
msgstr "{0} %(edition)s: weiter zu %(page)s"
"""


def shown(built):
    return {
        name: re.findall(r"Ein \w+ Satz|A sentence", built.text(name, "index"))
        for name in ("serverless", "byoc")
    }


def switcher_hint(built):
    return built.page("byoc", "own").select_one("nav.variant-switcher a[title]")["title"]


def test_an_edited_catalog_is_read_by_every_variant(project):
    project.write({"conf.py": (project.folder / "conf.py").read_text() + CONF})
    project.pages(
        {"index.md": "# Home\n\nA sentence.\n", "own.md": "---\nvariants: byoc\norphan: true\n---\n# Own\n"}
    )
    assert shown(project.build()) == {"serverless": ["A sentence"], "byoc": ["A sentence"]}
    for word in ("erster", "zweiter"):
        project.write({NAME: CATALOG.format(word)})
        built = project.build()
        assert shown(built) == {"serverless": [f"Ein {word} Satz"], "byoc": [f"Ein {word} Satz"]}
        os.utime(project.folder / NAME, (0, 0))  # so that Sphinx compiles the next one in any case
        assert switcher_hint(built) == "Serverless enthält diese Seite nicht. Der Link führt zu „Home“."
    for page in (project.folder / "build/html/index.html", project.folder / "build/html/404.html"):
        assert '<html lang="de">' in page.read_text("utf-8")
    again = project.build()
    assert "[byoc] 2 pages, 0 read" in again.output
    assert "[serverless] 1 pages, 0 read" in again.output


def test_the_projects_own_translations_of_our_texts_win(project):
    project.write({"conf.py": (project.folder / "conf.py").read_text() + CONF})
    project.pages(
        {
            "index.md": "# Home\n\n{@@ if byoc @@}\n",
            "own.md": "---\nvariants: byoc\norphan: true\n---\n# Own\n",
        }
    )
    for word in ("Ausgabe", "Fassung"):
        project.write({OWN_NAME: OWN.format(word)})
        built = project.build()
        assert switcher_hint(built) == f"{word} Serverless: weiter zu Home"
        assert f"<h1>{word} wählen</h1>" in (project.folder / "build/html/index.html").read_text("utf-8")
        assert f"{word} fehlt." in built.text("byoc", "index")
        assert "Diese Seite in" in built.html("byoc", "404")  # the rest is ours
