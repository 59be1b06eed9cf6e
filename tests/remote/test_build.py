"""Remote code in whole builds: what is fetched, what is read again, what is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import myst_parser
import pytest
from packaging.version import Version

from variantdocs.remote.store.lockfile import Lock, LockEntry, write_lock
from variantdocs.remote.uses import text_hash

LOCKED = {"rli_mode": "offline"}


def include(url: str, **options: str) -> str:
    given = "".join(f":{key.replace('_', '-')}: {value}\n" for key, value in options.items())
    return f"```{{rli}} {url}\n{given}```\n\n"


def entry(data: bytes) -> LockEntry:
    import hashlib

    return LockEntry(sha256=hashlib.sha256(data).hexdigest())


def lock(project: Any, files: dict[str, bytes]) -> None:
    write_lock(project.lock, Lock(sources={url: entry(data) for url, data in files.items()}))


def code(number: int) -> bytes:
    return "".join(f"line {number}.{line}\n" for line in range(1, 21)).encode()


@pytest.fixture
def many(project: Any, server: Any) -> dict[str, bytes]:
    """Sixty-two uses of 32 URLs on 20 pages, as on a real site."""
    files = {server.add(f"o/r/main/{n}.py", code(n)): code(n) for n in range(32)}
    urls = list(files)
    for page in range(20):
        uses = [urls[(page * 3 + use) % 32] for use in range(3 + (page < 2))]
        text = "".join(include(url, lines=f"{page % 5 + 1}-{page % 5 + 3}", caption="") for url in uses)
        project.write(f"page{page}.md", f"# Page {page}\n\n{text}")
    return files


def test_every_url_of_a_site_is_fetched_once_sixteen_at_a_time(project: Any, server: Any, many: Any) -> None:
    server.delay = 0.05
    built = project.build()
    assert sum(map(len, built.uses.values())) == 62
    assert sorted(request.url for request in server.requests) == sorted(many)
    assert 4 < server.most_at_once <= 16
    assert built.messages == []


def test_a_second_build_asks_for_nothing(project: Any, server: Any, many: Any) -> None:
    project.build()
    before = len(server.requests), server.connections
    again = project.build(fresh=True)
    assert len(again.read) == 21
    assert (len(server.requests), server.connections) == before


def test_a_locked_site_builds_offline_without_a_socket(
    project: Any, server: Any, many: Any, request: pytest.FixtureRequest
) -> None:
    online = project.build(builder="html")
    lock(project, many)
    server.close()
    request.getfixturevalue("no_sockets")
    offline = project.build(builder="html", fresh=True, **LOCKED)
    assert (offline.status, offline.messages) == (0, [])
    assert offline.files() == online.files()
    assert len(server.requests) == 32


def test_processes_that_read_open_no_socket_either(
    project: Any, server: Any, many: Any, request: pytest.FixtureRequest
) -> None:
    project.build()
    lock(project, many)
    request.getfixturevalue("no_sockets")  # forked processes have it too, and would end the build
    offline = project.build(fresh=True, parallel=2, **LOCKED)
    assert (offline.status, offline.messages) == (0, [])


def test_what_is_missing_offline_is_said_for_each_use(project: Any, server: Any) -> None:
    urls = [server.add(f"o/r/main/{n}.py", code(n)) for n in range(4)]
    project.write("a.md", "# A\n\n" + include(urls[0]) + include(urls[1]))
    project.build()
    lock(project, {url: code(n) for n, url in enumerate(urls)})
    project.write("b.md", "# B\n\n" + include(urls[2]) + include(urls[3]) + include(urls[2]))
    built = project.build(**LOCKED)
    why = "not in the cache, and rli_mode is offline; build once with a network"
    assert built.messages == [
        f"b.md:{line}: ERROR: {url}: {why} [rli.fetch]"
        for line, url in ((3, urls[2]), (6, urls[3]), (9, urls[2]))
    ]
    assert built.status == 1
    assert [block.astext() for block in built.blocks("b")] == [
        f"Code from {url}\ncould not be loaded." for url in (urls[2], urls[3], urls[2])
    ]
    assert built.blocks("a")[0].astext() == code(0).decode()


def test_a_failure_is_said_once_fails_the_build_and_spares_the_other_pages(
    project: Any, server: Any, many: Any
) -> None:
    lock(project, many)
    bad = server.add("o/r/main/new.py", b"x = 1\n")
    project.write("bad.md", "# Bad\n\n" + include(bad))
    built = project.build(builder="html", parallel=4, rli_mode="frozen")
    assert built.status == 1
    assert built.messages == [
        f"bad.md:3: ERROR: {bad}: not in remote.lock; run: variantdocs remote lock [rli.unlocked]"
    ]
    assert f"Code from {bad}\ncould not be loaded." in built.page("bad.html")
    assert built.blocks("page0")[0].astext() == "line 0.1\nline 0.2\nline 0.3\n"
    again = project.build(builder="html", rli_mode="frozen")
    assert (again.status, again.messages) == (1, built.messages)


def test_in_dev_a_failure_is_a_warning(project: Any, server: Any) -> None:
    project.write("index.md", "# T\n\n" + include(server.url("o/r/main/none.py")))
    built = project.build(parallel=4)
    assert built.status == 0
    (message,) = built.messages
    assert message.startswith("index.md:3: WARNING: https://raw.githubusercontent.com/o/r/main/none.py: ")


def test_eight_processes_give_the_bytes_of_one(project: Any, many: Any) -> None:
    one = project.build(builder="html", parallel=1)
    eight = project.build(builder="html", parallel=8, fresh=True, out=project.root / "eight")
    assert eight.messages == one.messages == []  # nor is it said that something is not safe
    assert eight.files() == one.files()
    extension = eight.app.extensions["remote_on_loopback"]
    assert extension.parallel_read_safe is True
    assert extension.parallel_write_safe is True


def test_only_pages_whose_code_changed_are_read_again(project: Any, server: Any) -> None:
    one, two = (server.add(f"o/r/main/{n}.py", code(n)) for n in (1, 2))
    project.write("a.md", "# A\n\n" + include(one, lines="2-3"))
    project.write("b.md", "# B\n\n" + include(two))
    project.build(rli_max_age=0)
    assert project.build(rli_max_age=0).read == []
    server.files["/o/r/main/1.py"] = code(1).replace(b"line 1.2", b"LINE 1.2")
    built = project.build(rli_max_age=0)
    assert built.read == ["a"]
    assert built.blocks("a")[0].astext() == "LINE 1.2\nline 1.3\n"


def test_a_change_outside_what_a_page_shows_reads_nothing(project: Any, server: Any) -> None:
    url = server.add("o/r/main/1.py", code(1))
    project.write("a.md", "# A\n\n" + include(url, lines="2-3"))
    project.write("b.md", "# B\n\n" + include(url, start_at="line 1.7", end_at="line 1.8", lineno_match=""))
    project.build(rli_max_age=0)
    server.files["/o/r/main/1.py"] = code(1).replace(b"line 1.5", b"LINE 1.5")
    assert project.build(rli_max_age=0).read == []
    assert project.build(rli_max_age=0).read == []
    # A line above moves the numbers that the second page shows.
    server.files["/o/r/main/1.py"] = code(1).replace(b"line 1.5", b"LINE 1.5\nnew")
    assert project.build(rli_max_age=0).read == ["b"]


def test_a_marker_that_is_gone_has_its_page_read_and_reported(project: Any, server: Any) -> None:
    url = server.add("o/r/main/1.py", code(1))
    project.write("a.md", "# A\n\n" + include(url, start_at="line 1.7"))
    project.build(rli_max_age=0)
    server.files["/o/r/main/1.py"] = b"other\n"
    built = project.build(rli_max_age=0)
    assert built.read == ["a"]
    (message,) = built.messages
    assert message.startswith(f"a.md:3: WARNING: {url}: start-at pattern not found: line 1.7")
    assert "could not be loaded" in built.blocks("a")[0].astext()


@pytest.mark.parametrize("mode", ["dev", "offline"])
def test_a_page_whose_remote_file_is_missing_is_not_read_again_while_it_is(
    project: Any, server: Any, mode: str
) -> None:
    url = server.url("o/r/main/none.py")
    project.write("a.md", "# A\n\n" + include(url))
    project.build(rli_mode=mode)
    first = project.build(rli_mode=mode, fresh=True)
    again = project.build(rli_mode=mode)
    assert again.read == []
    assert (again.status, again.messages) == (first.status, first.messages)
    assert len(first.messages) == 1
    server.add("o/r/main/none.py", b"x = 1\n")
    built = project.build(rli_mode="dev")
    assert (built.read, built.messages) == (["a"], [])


def test_a_page_is_read_again_when_a_failure_has_become_an_error(project: Any) -> None:
    (project.root / "code").mkdir()
    conf = {"rli_local": {"https://code.example/": str(project.root / "code")}}
    project.write("a.md", "# A\n\n" + include("https://code.example/none.py"))
    warned = project.build(rli_mode="dev", **conf)
    assert project.build(rli_mode="dev", **conf).read == []
    refused = project.build(rli_mode="frozen", **conf)
    assert (refused.read, refused.status) == (["a"], 1)
    assert refused.messages == [warned.messages[0].replace("WARNING", "ERROR")]


def test_what_is_not_locked_is_said_once_with_the_count(project: Any, many: Any) -> None:
    said = (
        "WARNING: 62 uses of 32 remote files not in remote.lock; run: variantdocs remote lock [rli.unlocked]"
    )
    shown = {"suppress_warnings": ["toc.not_included"]}
    assert project.build(**shown).messages == [said]
    assert project.build(**shown).messages == [said]


def test_an_object_is_found_at_its_new_lines_in_the_same_process(project: Any, server: Any) -> None:
    local = project.root / "code"
    local.mkdir()
    url = server.add("o/r/main/1.py", b"def f():\n    return 1\n")
    here = "https://code.example/x/"
    (local / "1.py").write_bytes(b"def f():\n    return 1\n")
    conf = {"rli_local": {here: str(local)}, "rli_max_age": 0}
    project.write("a.md", "# A\n\n" + include(url, pyobject="f") + include(here + "1.py", pyobject="f"))
    project.build(**conf)
    moved = b"import os\n\n\ndef f():\n    return 2\n"
    server.files["/o/r/main/1.py"] = moved
    (local / "1.py").write_bytes(moved)
    built = project.build(**conf)
    assert [block.astext() for block in built.blocks("a")] == ["def f():\n    return 2\n"] * 2


def test_uses_of_pages_that_are_gone_are_forgotten(project: Any, server: Any) -> None:
    url = server.add("o/r/main/1.py", code(1))
    for name in ("a.md", "b.md"):
        project.write(name, "# T\n\n" + include(url))
    assert project.build().uses.keys() == {"a", "b"}
    (project.source / "a.md").unlink()
    project.write("b.md", "# T\n")
    assert project.build().uses == {}


def test_urls_that_no_scan_of_pages_finds_are_fetched_where_they_are_met(project: Any, server: Any) -> None:
    included = server.add("o/r/main/1.py", code(1))
    nested = server.add("o/r/main/2.py", code(2))
    project.write("_part.md", include(included))
    project.write("a.md", "# A\n\n```{include} _part.md\n```\n\n````{note}\n" + include(nested) + "````\n")
    built = project.build(exclude_patterns=["_*"])
    assert built.messages == []
    assert [block.astext() for block in built.blocks("a")] == [code(1).decode(), code(2).decode()]
    assert sorted(use.url for use in built.uses["a"]) == [included, nested]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param(
            ":start-after: # line",
            'the option "start-after" has no value, because a # begins a comment; put the value in quotes',
            marks=pytest.mark.skipif(
                Version(myst_parser.__version__) < Version("5.2"),
                reason="a directive gets no text of its own, in which the comment is seen",
            ),
        ),
        (":lines:", 'the option "lines" has no value'),
        (":line: 1", 'there is no option "line"; did you mean "lines"?'),
        (
            ":tab-width: x",
            'the option "tab-width" cannot be "x": invalid literal for int() with base 10: \'x\'',
        ),
    ],
)
def test_an_option_that_myst_would_drop_never_shows_the_whole_file(
    project: Any, server: Any, line: str, why: str
) -> None:
    url = server.add("o/r/main/1.py", code(1))
    project.write("a.md", f"# A\n\n```{{rli}} {url}\n{line}\n```\n")
    built = project.build()
    assert [block.astext() for block in built.blocks("a")] == [f"Code from {url}\ncould not be loaded."]
    *of_myst, message = built.messages
    assert message == f"a.md:3: WARNING: {url}: {why} [rli.option]"
    assert all(said.endswith("[myst.directive_comments]") for said in of_myst)


@pytest.mark.parametrize("lines", ["0", "5-2", "a", "900"])
def test_lines_that_make_no_sense_are_refused(project: Any, server: Any, lines: str) -> None:
    url = server.add("o/r/main/1.py", code(1))
    project.write("a.md", "# A\n\n" + include(url, lines=lines))
    built = project.build()
    assert [block.astext() for block in built.blocks("a")] == [f"Code from {url}\ncould not be loaded."]
    (message,) = built.messages
    assert message.startswith("a.md:3: WARNING: ")
    assert url in message
    assert message.endswith("[rli.option]")


def test_lines_partly_out_of_range_are_an_error_where_the_build_is_frozen(project: Any, server: Any) -> None:
    url = server.add("o/r/main/1.py", code(1))
    lock(project, {url: code(1)})
    project.write("a.md", "# A\n\n" + include(url, lines="1-120"))
    dev = project.build()
    assert dev.blocks("a")[0].astext() == code(1).decode()
    assert dev.status == 0
    frozen = project.build(rli_mode="frozen", fresh=True)
    assert frozen.status == 1
    assert "could not be loaded" in frozen.blocks("a")[0].astext()
    for built, level in ((dev, "WARNING"), (frozen, "ERROR")):
        (message,) = built.messages
        assert message.startswith(f"a.md:3: {level}: {url}: line number spec is out of range(1-20): '1-120'")


@pytest.mark.parametrize("builder", ["html", "pseudoxml", "xml", "gettext"])
def test_no_path_of_this_machine_is_in_what_is_built(project: Any, server: Any, builder: str) -> None:
    real = project.root / "real öne"
    real.mkdir()
    (project.root / "cache").symlink_to(real, target_is_directory=True)
    sources = project.root / "the sources"
    shutil.move(project.source, sources)
    project.source.symlink_to(sources, target_is_directory=True)
    url = server.add("o/r/main/1.py", code(1))
    project.write("guide/a.md", "# A\n\n" + include(url, lines="1-2", caption="", name="here"))
    built = project.build(builder=builder)
    assert built.messages == []
    assert list(real.rglob("*"))
    for name, data in built.files().items():
        if not name.startswith(("_static", ".buildinfo")) and "a." in name:
            text = data.decode("utf-8")
            assert "blobs" not in text
            assert str(project.cache) not in text
            assert str(real) not in text
    assert {block["source"] for block in built.blocks("guide/a")} == {url}
    assert b"blobs" not in (project.out / "doctrees/guide/a.doctree").read_bytes()


@pytest.mark.parametrize(
    ("builder", "file", "safe"),
    [
        ("html", "a.html", "&lt;/code&gt;&lt;script&gt;"),
        ("text", "a.txt", "</code><script>"),
        ("man", "project.1", r"</code><script>"),
        ("latex", "project.tex", r"\PYGZlt{}/code\PYGZgt{}\PYGZlt{}script\PYGZgt{}"),
    ],
)
def test_remote_text_is_escaped_in_every_format(
    project: Any, server: Any, builder: str, file: str, safe: str
) -> None:
    url = server.add("o/r/main/1.txt", b"</code><script>alert(1)</script> \\input{x} .so x\n")
    project.write("index.md", "# T\n\n```{toctree}\na\n```\n")
    project.write("a.md", "# A\n\n" + include(url, language="text"))
    more = {
        "man_pages": [("index", "project", "", [], 1)],
        "latex_documents": [("index", "project.tex", "T", "A", "manual")],
    }
    built = project.build(builder=builder, **more)
    assert built.messages == []
    text = built.page(file)
    assert safe in text
    if builder == "html":
        assert "<script>alert" not in text
    if builder == "latex":
        assert r"\input{x}" not in text


def test_two_builds_at_once_share_a_cache(project: Any, server: Any, many: Any, tmp_path: Path) -> None:
    server.delay = 0.02
    script = tmp_path / "build.py"
    script.write_text(BUILDING)
    environment = {**os.environ, "PORT": str(server.port), "CHAIN": str(server.addresses.chain)}
    project.write("index.md", "# Index\n\n```{toctree}\n:glob:\n\npage*\n```\n")
    folders = [str(tmp_path / name) for name in ("one", "two")]
    running = [
        subprocess.Popen(
            [sys.executable, str(script), str(project.source), str(project.cache), folder],
            env={**environment, "TESTS": str(Path(__file__).parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for folder in folders
    ]
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], said
    texts = [sorted(p.read_text() for p in Path(folder).glob("page*.txt")) for folder in folders]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 20
    assert 32 <= len(server.requests) <= 64
    blobs = [path for path in project.cache.rglob("*") if path.is_file() and "blobs" in path.parts]
    assert sorted(text_hash(path.read_text()) for path in blobs) == sorted(
        text_hash(data.decode()) for data in many.values()
    )


BUILDING = """
import functools, importlib.util, os, sys, types
from pathlib import Path
from sphinx.application import Sphinx
from variantdocs.remote.loader import Loader
from variantdocs.remote.sphinx_hooks import connect

spec = importlib.util.spec_from_file_location("loopback_server", Path(os.environ["TESTS"], "loopback_server.py"))
server = importlib.util.module_from_spec(spec)
sys.modules["loopback_server"] = server
spec.loader.exec_module(server)
addresses = server.LoopbackAddresses(int(os.environ["PORT"]), Path(os.environ["CHAIN"]))
extension = types.ModuleType("on_loopback")
extension.setup = functools.partial(connect, make_loader=functools.partial(Loader, addresses=addresses))
sys.modules["on_loopback"] = extension
source, cache, out = sys.argv[1:]
conf = {
    "extensions": ["myst_parser", "on_loopback"], "rli_cache": cache, "rli_lock": out + ".lock",
    "suppress_warnings": ["toc.not_included", "rli.unlocked"], "rli_mode": "dev",
}
app = Sphinx(source, None, out, out + "/doctrees", "text", confoverrides=conf, status=None, warningiserror=True)
app.build()
sys.exit(app.statuscode)
"""


def test_a_cache_that_cannot_be_written_is_said_once_and_costs_only_time(project: Any, server: Any) -> None:
    project.cache.write_text("a file, where the folder should be")
    for number in range(3):
        url = server.add(f"o/r/main/{number}.py", code(number))
        project.write(f"page{number}.md", "# T\n\n" + include(url))
    built = project.build()
    assert [built.blocks(f"page{n}")[0].astext() for n in range(3)] == [code(n).decode() for n in range(3)]
    (message,) = built.messages
    assert message == (
        f"WARNING: the cache {project.cache} cannot be written: Not a directory; remote files are fetched again by "
        "each build; fix it, or set rli_cache to another folder [rli.fetch]"
    )
