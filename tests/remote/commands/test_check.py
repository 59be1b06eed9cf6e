"""``variantdocs remote lock``, ``check`` and ``vendor`` on a small project."""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from variantdocs.remote.commands.arguments import add_arguments, run
from variantdocs.remote.loader import Loader
from variantdocs.remote.store.cache import Cache
from variantdocs.remote.store.lockfile import Lock, LockEntry, read_lock, write_lock

CONF = """\
extensions = ["myst_parser", "variantdocs"]
html_theme = "basic"
exclude_patterns = ["_*"]
rli_allowed = ["https://code.example/"]
rli_max_age = 0
"""
VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
"""
CODE = b"import os\n\n# begin\ndef f():\n    return 1\n# end\n\nprint(f())\n"
URL = "https://code.example/lib/f.py"
PAGE = f"""\
# Page

```{{rli}} {URL}
:start-after: "# begin"
:end-before: "# end"
```
"""


@dataclass
class Site:
    """A project in the current folder, and its commands, led to a server on loopback."""

    folder: Path
    server: Any
    capsys: pytest.CaptureFixture[str]

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_md", ".md").replace("_py", ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")

    def run(self, *words: str, variants: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        """Run a command, and give its exit status and what it printed."""
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        arguments = parser.parse_args(words)
        make_loader = functools.partial(Loader, addresses=self.server.addresses)
        self.capsys.readouterr()
        status = run(arguments, variants=variants, make_loader=make_loader)
        said = self.capsys.readouterr()
        return status, (said.out + said.err).splitlines()

    def serve(self, data: bytes, path: str = "lib/f.py") -> None:
        self.server.add(path, data, host="code.example")

    @property
    def lock(self) -> bytes:
        return (self.folder / "remote.lock").read_bytes()


@pytest.fixture
def site(
    tmp_path: Path, server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("RLI_CACHE_DIR", str(tmp_path / "cache"))
    site = Site(tmp_path, server, capsys)
    site.write(conf_py=CONF, source__index_md=PAGE)
    (tmp_path / "variants.yaml").write_text(VARIANTS)
    site.serve(CODE)
    return site


@pytest.fixture
def locked(site: Site) -> Site:
    """A project with the lock and the cache that ``lock`` would leave, without the seconds that it takes."""
    entry = LockEntry(sha256=hashlib.sha256(CODE).hexdigest())
    write_lock(site.folder / "remote.lock", Lock(sources={URL: entry}))
    Cache(site.folder / "cache").store(CODE)
    return site


# lock


def test_lock_writes_what_every_file_is_now(site: Site) -> None:
    status, said = site.run("lock")
    assert (status, said) == (0, [f"+ {URL}", "remote.lock: 1 file, written"])
    (url,) = read_lock(site.folder / "remote.lock").sources
    assert url == URL


def test_lock_twice_writes_nothing_the_second_time(locked: Site) -> None:
    before = locked.lock
    assert locked.run("lock") == (0, ["remote.lock: 1 file, nothing to change"])
    assert locked.lock == before


def test_lock_names_what_came_changed_and_went(locked: Site) -> None:
    locked.serve(CODE + b"# more\n")
    locked.serve(b"x\n", "lib/g.py")
    locked.write(source__index_md=PAGE + "\n```{rli} https://code.example/lib/g.py\n```\n")
    changes = ["~ https://code.example/lib/f.py", "+ https://code.example/lib/g.py"]
    assert locked.run("lock") == (0, [*changes, "remote.lock: 2 files, written"])
    locked.write(source__index_md="# Page\n")
    assert locked.run("lock")[1] == [
        "- https://code.example/lib/f.py",
        "- https://code.example/lib/g.py",
        "remote.lock: 0 files, written",
    ]


def test_lock_is_as_it_was_when_one_file_cannot_be_fetched(locked: Site) -> None:
    before = locked.lock
    locked.serve(CODE + b"# more\n")
    locked.write(source__index_md=PAGE + "\n```{rli} https://code.example/lib/none.py\n```\n")
    status, said = locked.run("lock")
    assert status == 1
    assert said[0].startswith("source/index.md:8: https://code.example/lib/none.py: ")
    assert said[0].endswith("[rli.fetch]")
    assert said[1] == "remote.lock is as it was: 1 file could not be fetched"
    assert locked.lock == before


def test_lock_tells_of_a_selection_that_no_longer_fits(locked: Site) -> None:
    locked.serve(CODE.replace(b"# begin", b"# start"))
    status, said = locked.run("lock")
    assert status == 1
    assert said[0] == f"~ {URL}"
    assert said[1].startswith(f"source/index.md:3: selection fails: {URL}: start-after pattern not found")


def test_a_lock_that_cannot_be_read_is_written_anew(locked: Site) -> None:
    good = locked.lock
    (locked.folder / "remote.lock").write_text("<<<<<<< HEAD\n")
    status, said = locked.run("lock")
    assert status == 0
    assert "remote.lock cannot be used, and is written anew" in said
    assert locked.lock == good


def test_uses_of_every_variant_are_locked_each_once(site: Site) -> None:
    site.serve(b"b\n", "byoc.py")
    site.serve(b"s\n", "serverless.py")
    site.write(
        source__index_md=PAGE
        + "{@@ if byoc @@}\n```{rli} https://code.example/byoc.py\n```\n{@@ else @@}\n"
        + "```{rli} https://code.example/serverless.py\n```\n{@@ endif @@}\n"
    )
    assert site.run("lock", variants=("serverless", "byoc"))[0] == 0
    lock = read_lock(site.folder / "remote.lock")
    assert sorted(lock.sources) == [
        "https://code.example/byoc.py",
        URL,
        "https://code.example/serverless.py",
    ]


def test_a_project_that_sphinx_cannot_read_is_wrong_usage(site: Site) -> None:
    site.write(conf_py="nonsense(\n")
    before = (site.folder / "remote.lock").exists()
    status, said = site.run("lock")
    assert status == 2
    assert any("conf.py" in line for line in said)
    assert (site.folder / "remote.lock").exists() == before


# check


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


# vendor


def test_vendor_copies_the_files_and_says_how_to_build_from_them(locked: Site) -> None:
    status, said = locked.run("vendor")
    assert status == 0
    assert said == [
        "1 file is in vendor. To build from it, write in conf.py:",
        'rli_local = {"https://code.example/": "vendor/code.example"}',
    ]
    assert (locked.folder / "vendor/code.example/lib/f.py").read_bytes() == CODE
    # The line holds, and does not hide the files from the commands.
    locked.write(conf_py=CONF + said[1] + "\n")
    before = locked.lock
    assert locked.run("lock") == (0, ["remote.lock: 1 file, nothing to change"])
    assert locked.lock == before
    assert locked.run("vendor") == (0, said)
    # When the lock moves on, the copies should too.
    locked.serve(CODE + b"# more\n")
    stale = "vendor/code.example/lib/f.py: not what {} says; run: variantdocs remote vendor"
    status, said = locked.run("lock")
    assert said == [f"~ {URL}", stale.format("remote.lock"), "remote.lock: 1 file, written"]
    assert locked.run("check") == (1, [stale.format("the lock"), "1 use of remote files: 1 same"])


def test_vendor_copies_what_is_locked_not_what_is_newest(locked: Site) -> None:
    locked.serve(CODE + b"# more\n")
    locked.run("vendor")
    assert (locked.folder / "vendor/code.example/lib/f.py").read_bytes() == CODE


def test_vendor_says_what_it_could_not_copy(locked: Site) -> None:
    locked.write(source__index_md=PAGE + "\n```{rli} https://code.example/none.py\n```\n")
    status, said = locked.run("vendor", "--into", "copies")
    assert status == 1
    assert said[0].startswith("source/index.md:8: https://code.example/none.py: ")
    assert said[1] == "1 file is in copies. To build from it, write in conf.py:"


def test_vendor_says_what_it_copied_without_a_lock(site: Site) -> None:
    status, said = site.run("vendor")
    assert status == 0
    assert said[0] == f"source/index.md:3: {URL}: not in remote.lock; what it is now was copied"


@pytest.mark.parametrize(
    ("words", "obstacle", "problem"),
    [
        (("lock",), "remote.lock/", "remote.lock: cannot be written: Is a directory"),
        (("check",), "remote.lock/", "remote.lock: cannot be read: Is a directory"),
        (("vendor", "--into", "copies"), "copies", "copies: cannot be written: Not a directory"),
    ],
)
def test_what_cannot_be_read_or_written_is_wrong_usage(
    site: Site, words: tuple[str, ...], obstacle: str, problem: str
) -> None:
    path = site.folder / obstacle
    path.mkdir() if obstacle.endswith("/") else path.write_text("")
    status, said = site.run(*words)
    assert (status, said[-1]) == (2, problem)


def test_vendor_never_leaves_its_folder(site: Site) -> None:
    site.server.answers["/a/..%2f..%2fevil.py"] = site.server.answers["/a%5Cevil.py"] = b""
    site.write(source__index_md="# Page\n\n```{rli} https://code.example/a/..%2f..%2fevil.py\n```\n")
    status, said = site.run("vendor")
    assert status in {0, 1}
    assert list(site.folder.rglob("*evil*")) == []
    assert said
