"""The paths of source files are those that Sphinx gives."""

from __future__ import annotations

from sphinx.project import Project

from variantdocs.sphinx_patches.performance.page_paths import doc2path


def test_they_are_those_that_sphinx_gives_also_after_a_page_has_another_suffix(tmp_path):
    project = Project(tmp_path, [".rst", ".md"])
    (tmp_path / "guide").mkdir()
    page = tmp_path / "guide/one.md"
    page.write_text("")
    for renamed in (page, page.with_suffix(".rst")):
        page.rename(renamed)
        page = renamed
        project.discover()
        for docname in ("guide/one", "not/there"):
            for absolute in (True, False):
                ours, theirs = doc2path(project, docname, absolute), project.doc2path(docname, absolute)
                assert (ours, type(ours)) == (theirs, type(theirs))
        assert doc2path(project, "guide/one", True) == page
