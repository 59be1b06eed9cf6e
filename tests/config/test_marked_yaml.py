"""Values of a YAML file with their places."""

from __future__ import annotations

from variantdocs.config.marked_yaml import dotted, read_yaml


def test_every_key_and_value_has_its_place():
    marks, problems = read_yaml("a: 1\nb:\n  - x\n  - c: y\n")
    assert problems == []
    assert marks is not None
    assert marks.data == {"a": 1, "b": ["x", {"c": "y"}]}
    assert marks.key(("b",)) == (2, 1)
    assert marks.value(("b", 1, "c")) == (4, 8)
    assert marks.value(("b", 1, "missing")) == (4, 5), "the nearest parent"


def test_a_place_is_written_with_dots_and_indexes():
    assert dotted(("groups", "self_managed", 1)) == "groups.self_managed[1]"
