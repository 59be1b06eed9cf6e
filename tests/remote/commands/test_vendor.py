"""``variantdocs remote vendor`` on a small project."""

from __future__ import annotations

from tests.remote.commands.site import CODE, CONF, PAGE, URL, Site


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


def test_vendor_never_leaves_its_folder(site: Site) -> None:
    site.server.answers["/a/..%2f..%2fevil.py"] = site.server.answers["/a%5Cevil.py"] = b""
    site.write(source__index_md="# Page\n\n```{rli} https://code.example/a/..%2f..%2fevil.py\n```\n")
    status, said = site.run("vendor")
    assert status in {0, 1}
    assert list(site.folder.rglob("*evil*")) == []
    assert said


def test_what_cannot_be_the_name_of_a_file_is_not_copied(site: Site) -> None:
    names = ("%5Cevil.py", "x.py?query=1", "c:x.py", "a%2Fx.py", "a//x.py")
    urls = [f"https://code.example/{name}" for name in names]
    for url in urls:
        site.server.files[url.removeprefix("https://code.example")] = b"x\n"
    site.write(source__index_md="# Page\n\n" + "".join(f"```{{rli}} {url}\n```\n" for url in urls))
    status, said = site.run("vendor")
    assert status == 1
    assert set(said[: len(urls)]) == {
        f"source/index.md:{3 + 2 * number}: {url}: this cannot be the name of a file; "
        "copy it by hand, and show the copy [rli.option]"
        for number, url in enumerate(urls)
    }
    assert not (site.folder / "vendor").exists()
