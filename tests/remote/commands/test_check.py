"""``variantdocs remote check`` on a small project."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.remote.commands.site import CODE, PAGE, URL, Site


def test_check_is_quiet_when_all_is_the_same(locked: Site) -> None:
    assert locked.run("check") == (0, ["1 use of remote files: 1 same"])


def test_a_change_elsewhere_in_the_file_is_harmless(locked: Site) -> None:
    locked.serve(CODE + b"# more\n")
    assert locked.run("check") == (
        0,
        [
            f"source/index.md:3: file changed, snippet identical: {URL}",
            "1 use of remote files: 1 file changed, snippet identical",
        ],
    )


def test_a_change_in_the_snippet_is_shown_as_a_diff(locked: Site) -> None:
    locked.serve(CODE.replace(b"return 1", b"return 2"))
    assert locked.run("check") == (
        1,
        [
            f"source/index.md:3: snippet changed: {URL}",
            "    --- locked",
            "    +++ now",
            "    @@ -1,2 +1,2 @@",
            "     def f():",
            "    -    return 1",
            "    +    return 2",
            "1 use of remote files: 1 snippet changed",
        ],
    )


def test_a_line_added_above_moves_lines_selected_by_number(locked: Site) -> None:
    locked.write(source__index_md=f"# Page\n\n```{{rli}} {URL}\n:lines: 4-5\n```\n")
    locked.serve(b"#!python\n" + CODE)
    status, said = locked.run("check")
    assert status == 1
    assert said[0] == f"source/index.md:3: snippet changed: {URL}"
    assert "    +# begin" in said


@pytest.mark.parametrize(
    ("options", "now", "why"),
    [
        (':start-after: "# begin"\n', CODE.replace(b"# begin", b"#"), "start-after pattern not found"),
        (":pyobject: f\n", CODE.replace(b"def f", b"def g"), "Object named 'f' not found"),
        (":lines: 8\n", b"import os\n", "no lines pulled from include file"),
    ],
)
def test_what_can_no_longer_be_selected_is_told(locked: Site, options: str, now: bytes, why: str) -> None:
    locked.write(source__index_md=f"# Page\n\n```{{rli}} {URL}\n{options}```\n")
    locked.serve(now)
    status, said = locked.run("check")
    assert status == 1
    assert said[0].startswith(f"source/index.md:3: selection fails: {URL}: ")
    assert why in said[0]


@pytest.mark.parametrize("answer", [404, 410])
def test_a_file_that_is_gone_is_told(locked: Site, loopback: Any, answer: int) -> None:
    locked.server.answers["/lib/f.py"] = loopback.Reply(status=answer)
    status, said = locked.run("check")
    assert status == 1
    assert said[0].startswith(f"source/index.md:3: gone: {URL}: ")
    assert said[-1] == "1 use of remote files: 1 gone"


def test_a_file_that_cannot_be_had_now_is_told(locked: Site, loopback: Any) -> None:
    locked.server.answers["/lib/f.py"] = loopback.Reply(status=403)
    status, said = locked.run("check")
    assert status == 1
    assert said[0].startswith(f"source/index.md:3: unreachable: {URL}: ")


def test_an_entry_that_no_page_uses_is_told(locked: Site) -> None:
    locked.write(source__index_md="# Page\n")
    assert locked.run("check") == (
        1,
        [
            f"{URL}: locked, but no page uses it; run: variantdocs remote lock",
            "0 uses of remote files",
        ],
    )


def test_a_lock_that_no_frozen_build_accepts_is_told(locked: Site) -> None:
    lock = json.loads(locked.lock)
    lock["sources"][URL]["sha256"] = "sha256:" + "0" * 64
    (locked.folder / "remote.lock").write_text(json.dumps(lock))
    status, said = locked.run("check")
    assert status == 1
    assert said == [
        f"source/index.md:3: lock cannot be used: {URL}: the file on the server is no longer the one in"
        " remote.lock; run: variantdocs remote lock",
        "1 use of remote files: 1 lock cannot be used",
    ]


def test_a_use_that_is_not_locked_is_told(site: Site) -> None:
    status, said = site.run("check")
    assert status == 1
    assert said[0] == f"source/index.md:3: not locked: {URL}: run: variantdocs remote lock"


def test_a_directive_that_is_wrong_is_told(locked: Site) -> None:
    locked.write(source__index_md=PAGE + f"\n```{{rli}} {URL}\n:line: 1\n```\n")
    status, said = locked.run("check")
    assert status == 1
    why = 'there is no option "line"; did you mean "lines"?'
    assert said[0] == f"source/index.md:8: refused: {URL}: {why}"


def test_check_can_be_read_by_a_program(locked: Site) -> None:
    locked.serve(CODE.replace(b"return 1", b"return 2"))
    status, said = locked.run("check", "--format", "json")
    assert status == 1
    report = json.loads("\n".join(said))
    assert report["clean"] is False
    (use,) = report["uses"]
    assert use == {
        "place": "source/index.md:3",
        "url": URL,
        "verdict": "snippet changed",
        "variants": [],
        "detail": "",
        "diff": "--- locked\n+++ now\n@@ -1,2 +1,2 @@\n def f():\n-    return 1\n+    return 2",
    }


def test_control_characters_of_a_server_never_reach_the_terminal(locked: Site) -> None:
    locked.serve(CODE.replace(b"return 1", b"return '\x1b[31m\xe2\x80\xae'"))
    _, said = locked.run("check")
    assert "\x1b" not in "".join(said)
    assert "\u202e" not in "".join(said)


def test_check_leaves_the_lock_alone(locked: Site) -> None:
    before = locked.lock
    locked.serve(b"other\n")
    locked.run("check")
    assert locked.lock == before
