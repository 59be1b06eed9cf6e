"""The JSON Schema that editors use: made from the model, and committed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from variantdocs.config.model import json_schema
from variantdocs.config.schema import PATH, catalog_entry, schema_text

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def validator():
    return Draft7Validator(json.loads(PATH.read_text("utf-8")))


def test_the_committed_schema_is_the_one_of_the_model():
    assert PATH.read_text("utf-8") == schema_text(), "run python -m variantdocs.config.schema"


def test_the_schema_is_a_valid_json_schema():
    Draft7Validator.check_schema(json_schema())


def test_the_schema_accepts_the_file_of_this_project(validator):
    data = yaml.safe_load((ROOT / "variants.yaml").read_text("utf-8"))
    assert list(validator.iter_errors(data)) == []


def test_the_file_of_this_project_names_the_schema_where_it_lies():
    first = (ROOT / "variants.yaml").read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={PATH.relative_to(ROOT).as_posix()}"


def test_the_entry_of_schemastore_has_what_its_catalogue_requires():
    entry = catalog_entry("https://docs.example.com/variants.schema.json")
    assert entry["url"] == "https://docs.example.com/variants.schema.json"
    assert entry["fileMatch"] == ["variants.yaml"]
    assert {"name", "description"} <= entry.keys()
    assert "schema" not in str(entry["description"]).lower()  # SchemaStore's own lint refuses the word


GOOD = {"version": 1, "variants": {"byoc": {"title": "BYOC"}}}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"colour": "blue"}, []),
        ({"site": {"base-url": "https://docs.example.com/"}}, ["site"]),
        ({"variants": {"byoc": {"title": "BYOC", "titel": "BYOC"}}}, ["variants", "byoc"]),
        ({"variants": {"byoc": {}}}, ["variants", "byoc"]),
        ({"variants": {}}, ["variants"]),
        ({"version": 2}, ["version"]),
        ({"links": {"absent": "ignore"}}, ["links", "absent"]),
        ({"groups": {"own": "byoc"}}, ["groups", "own"]),
        ({"pages": {"x": 3}}, ["pages", "x"]),
        ({"forbid": {"byoc": [3]}}, ["forbid", "byoc", 0]),
    ],
)
def test_the_schema_refuses_what_the_model_refuses(validator, change, place):
    assert list(validator.iter_errors(GOOD)) == []
    assert [list(error.absolute_path) for error in validator.iter_errors({**GOOD, **change})] == [place]
