"""The whole files that the manual shows are ones that can be used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from variantdocs.config.load import load_variants

FOLDER = Path(__file__).parents[2] / "source/writing"
FENCE = re.compile(
    r"^```(?:\{code-block\} )?yaml\n(?::caption: [^\n]*\n\n)?(version: 1\n.*?)^```$", re.M | re.S
)
FILES = {
    f"{page.stem}-{number}": found[1]
    for page in sorted(FOLDER.glob("*.md"))
    for number, found in enumerate(FENCE.finditer(page.read_text("utf-8")))
}


def test_the_manual_shows_whole_files():
    assert {"settings-0", "messages-0", "rename-0"} <= FILES.keys()


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_begins_with_its_version_can_be_used(tmp_path, name):
    path = tmp_path / "variants.yaml"
    path.write_text(FILES[name], "utf-8")
    assert len(load_variants(path).variants) == 2
