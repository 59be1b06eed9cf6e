"""A project in which every part of the report has something to show."""

from __future__ import annotations

from variantdocs.sources.project import load_project

LONG = "\n".join(f"This is line {number} of a long text for one edition only." for number in range(20))
PAGES = {
    "index.md": "# Home\n\nThis is {@= product =@}.\n\nAll of this is common.\n",
    "same.md": "# Same <script>alert(1)</script>\n\nEverywhere.\n",
    "mixed.md": f"# Mixed\n\n{{@@ if byoc @@}}\n{LONG}\n\n## Keys\n{{@@ else @@}}\nShort.\n{{@@ endif @@}}\n",
    "dense.rst": "Dense\n=====\n\n"
    + "".join(f"{{@@ if byoc @@}}a{number}{{@@ endif @@}}\n\n" for number in range(4)),
    "own.md": "---\nvariants: byoc\n---\n# Own\n\n{@@ if serverless @@}\nnever\n{@@ endif @@}\n",
    "steps.md": "# Steps\n\n```{include} _parts/steps.md\n```\n",
}
PART = "One.\n\n{@@ if byoc @@}Two words.{@@ else @@}Three other words.{@@ endif @@}\n"


def write(project):
    """Write the pages."""
    project.pages({**PAGES, "_parts/steps.md": PART})


def load(project):
    """The project, written and loaded."""
    write(project)
    return load_project(project.folder / "source", project.folder)
