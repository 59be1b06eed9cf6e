"""The promises that every build keeps, on a site with everything in it."""

from __future__ import annotations

import contextlib
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import zlib

import pytest
from tests.promises.conftest import differing
from tests.promises.site import SECRET

VARIANTS = ("serverless", "byoc")
ROUNDS, KILLS_PER_ROUND = 4, 5
"""Twenty kills; what was built is compared after each round."""


def test_the_site_has_sixty_pages_and_every_page_is_built(built):
    for variant in VARIANTS:
        pages = [name for name in built.files(f"build/html/{variant}") if name.endswith(".html")]
        assert len(pages) >= 60


# 1. All variants, each alone, one process, several: the same bytes.


def test_a_variant_built_alone_is_the_same(built, tmp_path):
    other = built.copy(tmp_path / "copy", build=False)
    for variant in VARIANTS:
        other.build("-j", "2", "-D", f"variant={variant}")
        folder = f"build/html/{variant}"
        assert differing(other.files(folder), built.files(folder)) == []


def test_sphinx_s_own_builder_gives_the_same_pages(built, tmp_path):
    other = built.copy(tmp_path / "copy", build=False)
    words = ("-b", "html", "-q", "-c", ".", "-D", "variant=byoc", "-d", "build/doctrees")
    done = other.commands.run("sphinx", *words, "source", "build/html/byoc", cwd=other.folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert differing(other.files("build/html/byoc"), built.files("build/html/byoc")) == []


# 2. With many processes, elsewhere, in another time zone, in another locale: the same bytes.


def test_a_build_elsewhere_in_another_zone_and_locale_with_many_processes_is_the_same(built, tmp_path):
    other = built.copy(tmp_path / "else where" / "ünïcode", build=False)
    other.build("-j", "8", "-v", env={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "77"})
    assert differing(other.files(), built.files()) == []


# 3. Killed at any moment, the next build ends in the same bytes.


def test_a_build_after_killed_builds_equals_a_clean_build(small, tmp_path):
    site = small.copy(tmp_path / "copy")
    moments = random.Random(20)
    page = site.folder / "source/features/glob/a.md"
    original = page.read_bytes()

    def timed_build():
        started = time.monotonic()
        site.build("-j", "2")
        return time.monotonic() - started

    def killed_build(seconds):
        """Start a build of an edited page, and kill it at a moment within these seconds, unless it ends before."""
        page.write_text(f"# Glob A\n\nText {moments.random()} of A.\n", "utf-8")
        with tempfile.TemporaryFile() as said:
            command = site.commands.start(*site.words("-j", "2"), cwd=site.folder, output=said, errors=said)
            with contextlib.suppress(subprocess.TimeoutExpired):
                command.wait(moments.uniform(0.05, 0.95) * seconds)
            command.kill_group()
        return command.returncode == -signal.SIGKILL

    page.write_text("# Glob A\n\nOther text of A.\n", "utf-8")
    of_an_edit = timed_build()
    from_nothing = 3 * of_an_edit
    for _round in range(ROUNDS):
        # The first one has what a whole build left; the others start from nothing, in what was left half done.
        killed = 0
        for _attempt in range(50):
            killed += killed_build(of_an_edit if killed == 0 else from_nothing)
            if killed == KILLS_PER_ROUND:
                break
        assert killed == KILLS_PER_ROUND
        page.write_bytes(original)
        from_nothing = timed_build()
        assert differing(site.files(), small.files()) == []
    assert site.messages(site.build("-j", "2")) == []


# 4. An edit of one variant's text leaves the other's files alone.


def test_an_edit_of_one_variant_s_text_leaves_the_other_s_files_alone(built, tmp_path):
    site = built.copy(tmp_path / "copy")

    def times(variant):
        root = site.folder / "build/html" / variant
        return {path: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}

    before = {variant: times(variant) for variant in VARIANTS}
    page = site.folder / "source/features/blocks.md"
    text = page.read_text("utf-8")
    assert "A {index}`quokkaonly`" in text
    page.write_text(text.replace("A {index}`quokkaonly`", "One {index}`quokkaonly`"), "utf-8")
    site.build("-j", "2")
    assert times("serverless") == before["serverless"]
    changed = {path.name for path, moment in times("byoc").items() if before["byoc"].get(path) != moment}
    assert changed - {"searchindex.js"} == {"blocks.html"}


# 5. Nothing of one variant is in any file of another.


@pytest.mark.parametrize(("variant", "other"), [("serverless", "byoc"), ("byoc", "serverless")])
def test_nothing_of_another_variant_is_in_any_file(built, variant, other):
    word = SECRET[other].encode()
    found = {}
    for name, data in built.files(f"build/html/{variant}").items():
        assert word not in name.encode()
        if name == "objects.inv":
            data = zlib.decompress(data.split(b"\n", 4)[4])
        # A link that leads to the other edition may show its title and its address.
        text = re.sub(
            rb'<a [^>]*href="[^"]*\.\./' + other.encode() + rb"/.*?</a>", b"", data, flags=re.DOTALL
        )
        if word in text:
            found[name] = [text[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(word, text)]
    assert found == {}
    own = SECRET[variant].encode()
    assert own in built.files(f"build/html/{variant}")["features/blocks.html"]


# 6. A build opens no socket: all remote code of this site comes from a folder.

GUARD = """\
import socket

def refuse(*arguments, **more):
    raise AssertionError("a socket was opened")

socket.socket.connect = refuse
socket.socket.bind = refuse
socket.getaddrinfo = refuse
"""


def test_a_build_with_one_process_opens_no_socket_and_is_the_same(built, tmp_path):
    other = built.copy(tmp_path / "copy", build=False)
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(GUARD)
    path = os.pathsep.join([str(tmp_path / "guard"), *sys.path])
    said = other.build("-j", "1", env={"PYTHONPATH": path})
    assert other.messages(said) == []
    assert differing(other.files(), built.files()) == []


def test_the_guard_against_sockets_refuses_one(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(GUARD)
    script = "import socket; socket.create_connection(('127.0.0.1', 9))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "a socket was opened" in done.stderr
