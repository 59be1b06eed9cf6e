"""The options -q, -Q, --color and -w say what is printed, and where."""

from __future__ import annotations

from variantdocs.build_messages import Message, SharedMessage
from variantdocs.console import Console

MESSAGES = [
    SharedMessage(message=Message(level="WARNING", location="a.md:1", text="x", kind="k"), variants=("byoc",))
]
LINE = "a.md:1: WARNING: x [byoc] [k]"


def printed(console, capsys):
    console.status("done")
    console.messages(MESSAGES)
    return tuple(capsys.readouterr())


def test_progress_and_messages_go_to_different_streams(capsys):
    assert printed(Console(), capsys) == ("done\n", f"{LINE}\n")


def test_a_quiet_console_prints_messages_only(capsys):
    assert printed(Console(quiet=True), capsys) == ("", f"{LINE}\n")


def test_a_really_quiet_console_still_writes_the_file(capsys, tmp_path):
    console = Console(quiet=True, really_quiet=True, warning_file=tmp_path / "w.txt")
    assert printed(console, capsys) == ("", "")
    assert (tmp_path / "w.txt").read_text() == f"{LINE}\n"


def test_a_coloured_console_marks_messages(capsys):
    assert printed(Console(color=True), capsys)[1] == f"\x1b[91m{LINE}\x1b[39;49;00m\n"
