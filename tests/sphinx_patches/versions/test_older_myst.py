"""Lines that an older MyST counts wrong, or loses, are corrected; a newer one's are left alone."""

from __future__ import annotations

import pytest
from docutils import nodes

from variantdocs.sphinx_patches.versions import older_myst
from variantdocs.sphinx_patches.versions.older_myst import keep_lines_of, lines_before_included_text


@pytest.mark.parametrize(("is_older", "lines", "raw"), [(True, 1, "a.png"), (False, 0, "")])
def test_an_older_one_is_corrected(monkeypatch, is_older, lines, raw):
    monkeypatch.setattr(older_myst, "_IS_OLDER", is_older)
    images = nodes.image(uri="a.png"), nodes.image("![b](b.png)", uri="b.png")
    keep_lines_of(images)
    assert [image.rawsource for image in images] == [raw, "![b](b.png)"]
    assert lines_before_included_text() == lines
