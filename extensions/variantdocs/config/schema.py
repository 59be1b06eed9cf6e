"""Write the JSON Schema of ``variants.yaml``: ``python -m variantdocs.config.schema``."""

from __future__ import annotations

import json
from pathlib import Path

from variantdocs.config.model import json_schema

PATH = Path(__file__).with_name("variants.schema.json")


def schema_text() -> str:
    """The text of the committed file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    PATH.write_text(schema_text(), "utf-8")
