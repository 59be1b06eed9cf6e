"""``variantdocs remote lock`` on a small project."""

from __future__ import annotations

from tests.remote.commands.site import CODE, PAGE, URL, Site

from variantdocs.remote.store.lockfile import read_lock


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
