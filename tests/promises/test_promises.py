"""The promises that every build keeps, on a site with everything in it."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time

import pytest

VARIANTS = ("serverless", "byoc")
KILLS = 20


def test_the_site_has_sixty_pages_and_every_page_is_built(built):
    for variant in VARIANTS:
        pages = [name for name in built.files(f"build/html/{variant}") if name.endswith(".html")]
        assert len(pages) >= 60


# 1. All variants, each alone, one process, several: the same bytes.


@pytest.mark.parametrize("options", [("-j", "1"), ("-j", "8"), ("-j", "2", "-E", "-v")])
def test_the_number_of_processes_changes_no_byte(built, tmp_path, compare, options):
    other = built.copy(tmp_path / "copy", build=False)
    other.build(*options)
    assert compare(other.files(), built.files()) == []


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_built_alone_is_the_same(built, tmp_path, compare, variant):
    other = built.copy(tmp_path / "copy", build=False)
    other.build("-j", "2", "-D", f"variant={variant}")
    folder = f"build/html/{variant}"
    assert compare(other.files(folder), built.files(folder)) == []


def test_sphinx_s_own_builder_gives_the_same_pages(built, tmp_path, compare):
    other = built.copy(tmp_path / "copy", build=False)
    words = ("-b", "html", "-q", "-c", ".", "-D", "variant=byoc", "-d", "build/doctrees")
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *words, "source", "build/html/byoc"],
        cwd=other.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert compare(other.files("build/html/byoc"), built.files("build/html/byoc")) == []


# 2. Elsewhere, in another time zone, in another locale: the same bytes.


def test_a_build_elsewhere_in_another_zone_and_locale_is_the_same(built, tmp_path, compare):
    other = built.copy(tmp_path / "else where" / "ünïcode", build=False)
    other.build("-j", "2", env={"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "77"})
    assert compare(other.files(), built.files()) == []


# 3. Killed at any moment, the next build ends in the same bytes.


def test_a_build_after_killed_builds_equals_a_clean_build(built, tmp_path, compare):
    site = built.copy(tmp_path / "copy", build=False)
    moments = random.Random(20)
    durations: dict[bool, float] = {}
    """How long a build takes at most, from nothing or not: one that ends before it is killed says."""
    for options in (("-j", "2", "-E"), ("-j", "2")):
        started = time.monotonic()
        site.build(*options)
        durations["-E" in options] = time.monotonic() - started
    page = site.folder / "source/features/glob/a.md"
    killed = 0
    for number in range(60):
        # Now from nothing, now from what the last one left.
        options = ("-j", "2", "-E") if number % 4 == 0 else ("-j", "2")
        page.write_text(f"# Glob A\n\nText {number} of A.\n", "utf-8")
        process = subprocess.Popen(
            site.command(*options),
            cwd=site.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        started = time.monotonic()
        try:
            process.wait(timeout=moments.uniform(0.1, 0.95) * durations["-E" in options])
        except subprocess.TimeoutExpired:
            killed += 1
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        else:
            durations["-E" in options] = time.monotonic() - started
        if killed == KILLS:
            break
    assert killed == KILLS
    page.write_bytes((built.folder / "source/features/glob/a.md").read_bytes())
    said = site.build("-j", "2")
    assert site.messages(said) == []
    assert compare(site.files(), built.files()) == []


# 4. An edit of one variant's text leaves the other's files alone.


def test_an_edit_of_one_variant_s_text_leaves_the_other_s_files_alone(site):
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
def test_nothing_of_another_variant_is_in_any_file(built, site_module, variant, other):
    word = site_module.SECRET[other].encode()
    found = {}
    for name, data in built.files(f"build/html/{variant}").items():
        assert word not in name.encode()
        if name == "objects.inv":
            import zlib

            data = zlib.decompress(data.split(b"\n", 4)[4])
        # A link that leads to the other edition may show its title and its address.
        text = re.sub(
            rb'<a [^>]*href="[^"]*\.\./' + other.encode() + rb"/.*?</a>", b"", data, flags=re.DOTALL
        )
        if word in text:
            found[name] = [text[max(0, m.start() - 80) : m.end() + 40] for m in re.finditer(word, text)]
    assert found == {}
    own = site_module.SECRET[variant].encode()
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


def test_a_build_opens_no_socket(built, tmp_path, compare):
    other = built.copy(tmp_path / "copy", build=False)
    (tmp_path / "guard").mkdir()
    (tmp_path / "guard/sitecustomize.py").write_text(GUARD)
    path = os.pathsep.join([str(tmp_path / "guard"), *sys.path])
    said = other.build("-j", "2", env={"PYTHONPATH": path})
    assert other.messages(said) == []
    assert compare(other.files(), built.files()) == []


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
