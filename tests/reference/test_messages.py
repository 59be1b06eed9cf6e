"""Every kind of message is in the manual, and its example gives the message that stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

from variantdocs.cli import main
from variantdocs.messages import Kind

PAGE = Path(__file__).parents[2] / "source/writing/messages.md"
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?:\{code-block\} )?(?P<language>\w+)\n"
    r"(?::caption: (?P<caption>\S+)\n\n)?(?P<text>.*?)^(?P=fence)$",
    re.M | re.S,
)
ENTRY = re.compile(
    r"^\((?P<label>[\w-]+)\)=\n### `(?P<kind>[\w.-]+)`\n\n(?P<text>.*?)(?=^\([\w-]+\)=$|\Z)", re.M | re.S
)
NEEDS_A_SERVER = {"rli.drift", "rli.stale"}
"""tests/remote/test_loader.py has the server, and asserts these texts."""
CONF = """\
project = "Example"
extensions = ["myst_parser", "variantdocs"]
exclude_patterns = ["_*"]
html_theme = "basic"
rli_local = {"https://raw.githubusercontent.com/acme/examples/main/": "examples"}
"""
HOME = "# Home\n\n```{toctree}\n:glob:\n\n*\ndeployment/*\n```\n"

TEXT = PAGE.read_text("utf-8")
ENTRIES = {entry["kind"]: entry for entry in ENTRY.finditer(TEXT)}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What a build with checks, and lint, say about all examples at once."""
    folder = tmp_path_factory.mktemp("examples")
    files = {"conf.py": CONF, "source/index.md": HOME, "examples/README": ""}
    files |= {fence["caption"]: fence["text"] for fence in FENCE.finditer(TEXT) if fence["caption"]}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    lines: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CI", "true")
        patch.setenv("RLI_CACHE_DIR", str(folder / "cache"))
        for command in (
            ["check", "-q", "-w", "messages", "-c", ".", "-d", "build/doctrees", "source", "build/html"],
            ["lint", "-c", ".", "source"],
            ["publish", "-q", "-c", ".", "-d", "build/doctrees", "source", "build/site"],
        ):
            lines |= _output_of(command)
    return {line.replace(str(folder), "/srv/docs") for line in lines}


def _output_of(command):
    """The lines that ``command`` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        main(command)
    return set((out.getvalue() + err.getvalue()).splitlines())


def test_every_kind_has_an_entry_and_every_entry_is_a_kind():
    assert sorted(ENTRIES) == sorted(Kind)


@pytest.mark.parametrize("kind", sorted(Kind))
def test_an_entry_has_a_label_and_says_cause_and_cure(kind):
    entry = ENTRIES[kind]
    assert entry["label"] == kind.replace(".", "-")
    assert re.match(r"\S[^\n]*\n\nCause\n: \S.*?\n\nCure\n: \S", entry["text"], re.S)


def test_an_entry_begins_with_what_the_code_says_of_its_kind():
    source = (PAGE.parents[2] / "extensions/variantdocs/messages.py").read_text("utf-8")
    meanings = dict(re.findall(r'^    \w+ = "(\S+)"\n    """(.*?)"""$', source, re.M))
    assert meanings == {kind: entry["text"].partition("\n")[0] for kind, entry in ENTRIES.items()}


@pytest.mark.parametrize("kind", sorted(set(Kind) - NEEDS_A_SERVER))
def test_an_example_gives_the_message_below_it(said, kind):
    expected = [
        fence["text"]
        for fence in FENCE.finditer(ENTRIES[kind]["text"])
        if fence["language"] == "text" and not fence["caption"]
    ]
    assert len(expected) == 1
    assert set(expected[0].splitlines()) <= said, sorted(line for line in said if kind in line)
    assert f"[{kind}]" in expected[0]


@pytest.mark.parametrize("kind", sorted(NEEDS_A_SERVER))
def test_an_example_that_needs_a_server_shows_what_the_loader_says(kind):
    (expected,) = re.findall(r"\.py: ([^;[]*; [^[]*?)(?: \[)", ENTRIES[kind]["text"])
    asserted = (PAGE.parents[2] / "tests/remote/test_loader.py").read_text("utf-8")
    assert f': {expected}"' in asserted
