"""Write the generated pages: ``python -m reference``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reference.commands import commands_page
from reference.conf_py import conf_py_page
from reference.variants_yaml import variants_yaml_page

FOLDER = Path(__file__).parents[1] / "source/writing/reference"


def pages() -> Mapping[str, str]:
    """File name → text of each generated page."""
    return {
        "commands.md": commands_page(),
        "conf-py.md": conf_py_page(),
        "variants-yaml.md": variants_yaml_page(),
    }


if __name__ == "__main__":
    for name, text in pages().items():
        (FOLDER / name).write_text(text, "utf-8")
