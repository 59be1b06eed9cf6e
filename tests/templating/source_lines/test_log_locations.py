"""Locations in log records are told apart: path, line, and what follows."""

from __future__ import annotations

import pytest

from variantdocs.templating.source_lines.log_locations import split_location


@pytest.mark.parametrize(
    ("location", "parts"),
    [
        ("a.md:3", ("a.md", 3, "")),
        ("a.md:3:5", ("a.md", 3, ":5")),
        ("a.md:", ("a.md", None, "")),
        ("a.md", ("a.md", None, "")),
        ("/x/mod.py:docstring of mod.f:3", ("/x/mod.py", None, ":docstring of mod.f:3")),
        ("<unknown>:1", ("<unknown>", 1, "")),
        ("C:\\docs\\a.md:3", ("C:\\docs\\a.md", 3, "")),
        (":3", ("", 3, "")),
        ("", ("", None, "")),
    ],
)
def test_a_location_is_split(location, parts):
    assert split_location(location) == parts
