"""A sidebar that was made ahead is the one that the PyData theme makes while it writes the page."""

from __future__ import annotations

import pytest
from pydata_sphinx_theme import toctree as theme
from sphinx.testing.util import SphinxTestApp

from variantdocs.sphinx_patches.performance.pydata_theme.prepared_sidebars import (
    forget_sidebars,
    prepare_sidebars,
    sidebars_written,
)

PAGES = {
    "index": "Home\n====\n\n.. toctree::\n\n   one/index\n   two\n",
    "one/index": "One\n===\n\n.. toctree::\n   :caption: Part\n\n   a\n   b\n",
    "one/a": "Page a\n======\n\nHeading\n-------\n",
    "one/b": "Page b\n======\n",
    "two": "Two\n===\n",
}

pytestmark = pytest.mark.skipif(
    not hasattr(theme, "_sidebar_cache"), reason="with another version of the theme nothing is prepared"
)


def test_it_is_the_one_that_the_theme_makes(tmp_path):
    for name, text in PAGES.items():
        path = tmp_path / f"{name}.rst"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    (tmp_path / "conf.py").write_text('html_theme = "pydata_sphinx_theme"\n')
    app = SphinxTestApp("html", srcdir=tmp_path)
    app.build()
    written = sidebars_written(app)
    assert [page for _, page in written] == ["one/b"]
    made = [str(soup) for _, soup in app._pst_sidebar_toctree_cache.values()]
    forget_sidebars(app)
    assert sidebars_written(app) == ()
    prepare_sidebars(app, written)
    assert [str(soup) for _, soup in app._pst_sidebar_toctree_cache.values()] == made
    assert "Page a" in made[0]
    assert sidebars_written(app) == written
    app.cleanup()
