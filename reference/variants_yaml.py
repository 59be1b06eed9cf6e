"""The page of the keys of ``variants.yaml``, from the model that reads the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reference.markdown import anchored, code, page, sentence, table
from variantdocs.config.model import json_schema

_INTRO = """\
Every key of `variants.yaml`. `NAME` stands for the name of a variant.
[Configure a project](../settings.md) shows a whole file. [Editors](../editors.md) complete the keys.
"""
_ENTRIES = {"pages": "PATTERN"}
"""What stands for an entry of a mapping that is not keyed by names."""
_TYPES = {"string": "text", "integer": "number", "boolean": "truth value", "null": "nothing"}


def keys() -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Each key, its schema and whether it is required, in the order of the model."""
    schema = json_schema()
    yield from _keys(schema, schema["$defs"], "")


def variants_yaml_page() -> str:
    """The page's text."""
    definitions = json_schema()["$defs"]
    rows = [
        (
            anchored(key, slug=f"key-{key.replace('.', '-').lower()}"),
            _type(part, definitions),
            "required" if is_required else _shown_default(part),
            sentence(part.get("description", "")),
        )
        for key, part, is_required in keys()
    ]
    return page(
        "Keys of variants.yaml",
        "the model of the file",
        (_INTRO, table(("Key", "Value", "Default", "Meaning"), rows)),
    )


def _keys(
    schema: dict[str, Any], definitions: dict[str, Any], above: str
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    for name, part in schema.get("properties", {}).items():
        key = f"{above}{name}"
        yield key, part, name in schema.get("required", ())
        yield from _keys(_resolved(part, definitions), definitions, f"{key}.")
        entry = part.get("additionalProperties")
        if isinstance(entry, dict) and "$ref" in entry:
            yield from _keys(
                _resolved(entry, definitions), definitions, f"{key}.{_ENTRIES.get(name, 'NAME')}."
            )


def _resolved(part: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """The definition that ``part`` refers to, or ``part`` itself."""
    name = part.get("$ref", "").rpartition("/")[2]
    return definitions[name] if name else part


def _type(part: dict[str, Any], definitions: dict[str, Any]) -> str:
    part = _resolved(part, definitions)
    if "const" in part:
        return code(str(part["const"]))
    if "enum" in part:
        return ", ".join(map(code, part["enum"]))
    if "anyOf" in part:
        options = [_type(option, definitions) for option in part["anyOf"]]
        return " or ".join(option for option in options if option != _TYPES["null"])
    if part.get("type") == "array":
        return f"list of {_type(part['items'], definitions)}s"
    if part.get("type") == "object":
        entry = part.get("additionalProperties")
        inside = _type(entry, definitions) if isinstance(entry, dict) else ""
        return "mapping" if inside in ("", "mapping") else f"mapping to {inside}"
    return _TYPES.get(part.get("type", ""), "any value")


def _shown_default(part: dict[str, Any]) -> str:
    default = part.get("default")
    return "" if default in (None, [], {}) or isinstance(default, dict) else code(str(default))
