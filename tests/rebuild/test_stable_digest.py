"""The text of a value is the same in every process, and differs for different values."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import PurePosixPath

import pytest
from docutils import nodes

from variantdocs.rebuild.stable_digest import digest, stable_text


@dataclass
class Settings:
    names: set[str] = field(default_factory=set)


class Slotted:
    __slots__ = ("name",)

    def __init__(self, name):
        self.name = name


class Open:
    def __init__(self, value):
        self.value = value


def node(text, line):
    made = nodes.paragraph("", "", nodes.emphasis("", text), classes=["a"])
    made.line = line
    return made


DIFFERENT = [
    (1, "1"),
    ((1, 2), (12,)),
    ({"a": {1, 2}}, {"a": {1, 3}}),
    (Settings({"a"}), Settings({"b"})),
    (Slotted("a"), Slotted("b")),
    (Open([1]), Open([2])),
    (node("a", 1), node("b", 1)),
    (node("a", 1), node("a", 2)),
    (PurePosixPath("a/b"), PurePosixPath("a/c")),
    (len, max),
    (Settings, Open),
]


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_values_have_different_texts(one, other):
    assert stable_text(one) != stable_text(other)
    assert digest(one) != digest(other)


def test_equal_values_have_the_same_text():
    assert stable_text({"b": {2, 1}, "a": [None]}) == stable_text({"a": [None], "b": {1, 2}})
    assert stable_text(Open(Slotted("a"))) == stable_text(Open(Slotted("a")))
    assert stable_text(node("a", 1)) == stable_text(node("a", 1).deepcopy())


def test_a_value_that_contains_itself_has_a_text():
    value = [1]
    value.append(value)
    assert stable_text(value) == "[1,<1 above>]"


def test_the_text_is_the_same_in_other_processes():
    code = (
        "from variantdocs.rebuild.stable_digest import stable_text;"
        "print(stable_text([{'a', 'b', 'c'}, {('x', 1): frozenset('xyz')}, stable_text, object]))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(texts) == 1
