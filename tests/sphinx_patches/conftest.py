"""An application of Sphinx that is ready to build, and has built nothing."""

from __future__ import annotations

import pytest
from sphinx.testing.util import SphinxTestApp


@pytest.fixture(scope="session")
def started_app(tmp_path_factory):
    """Sphinx without extensions of a project; tests leave it as it is."""
    folder = tmp_path_factory.mktemp("sphinx")
    (folder / "conf.py").write_text("")
    (folder / "index.rst").write_text("Home\n====\n")
    app = SphinxTestApp("dummy", srcdir=folder)
    app.cleanup()  # of what it has changed in the process; the application can still be used
    return app
