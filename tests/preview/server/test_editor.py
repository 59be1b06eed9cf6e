"""Addresses that open an editor."""

from __future__ import annotations

import pytest

from variantdocs.preview.server.editor import editor_address


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("vscode", "vscode://file/{path}:{line}"),
        ("my-editor://{path}?at={line}", "my-editor://{path}?at={line}"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_a_name_or_an_address_is_an_editor(setting, address):
    assert editor_address(setting) == address
