"""Write the JSON Schema of ``variants.yaml``: ``python -m variantdocs.config.schema``.

With an address, print the entry for SchemaStore's catalogue of a schema that is published there:
``python -m variantdocs.config.schema https://…/variants.schema.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from variantdocs.config.model import json_schema

PATH = Path(__file__).with_name("variants.schema.json")


def schema_text() -> str:
    """The text of the committed file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def catalog_entry(url: str) -> dict[str, str | list[str]]:
    """The entry of ``src/api/json/catalog.json`` of SchemaStore for the schema at ``url``."""
    return {
        "name": "variantdocs",
        "description": "The editions of a documentation project that variantdocs builds",
        "fileMatch": ["variants.yaml"],
        "url": url,
    }


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(catalog_entry(sys.argv[1]), indent=2))
    else:
        PATH.write_text(schema_text(), "utf-8")
