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


def test_links_are_for_the_terminal_and_not_for_the_file(capsys, tmp_path):
    found = [
        SharedMessage(
            message=Message(level="ERROR", location="a.md:1", text="x", kind="variants.syntax"), variants=()
        )
    ]
    Console(manual="https://docs.example.com/m.html", warning_file=tmp_path / "w.txt").messages(found)
    assert "\x1b]8;;https://docs.example.com/m.html#variants-syntax\x1b" in capsys.readouterr().err
    assert (tmp_path / "w.txt").read_text() == "a.md:1: ERROR: x [variants.syntax]\n"
