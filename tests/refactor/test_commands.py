"""``variantdocs rename``, ``retire`` and ``add``: what they change, and what they leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.lint.test_manual import fences

from variantdocs.cli import main
from variantdocs.sources.project import load_project
from variantdocs.templating.expand import prepare
from variantdocs.templating.sandbox.environment import PageEnvironment

ROOT = Path(__file__).parents[2]
VARIANTS = """\
version: 1
site:
  default: byoc-eu
variants:
  serverless:
    title: Serverless
  # ours
  byoc-eu:   # the first
    title: "BYOC"
    vars: {where: byoc-eu}

  edge:
    title: Edge
groups:
  self_managed: [ byoc-eu , edge ]
  eu:
    - byoc-eu
pages:
  "own/**": 'byoc-eu'
  "both": [serverless,  byoc-eu]
  rest: not byoc_eu
forbid:
  byoc-eu: [secret]
"""
PAGES = {
    "index.md": "# Home\r\n\r\n```{toctree}\r\nown/keys\r\nboth\r\nTitle <rest>\r\nlisted\r\n```\r\n",
    "own/keys.md": "# Keys\n",
    "both.md": "# Both\n\n{@@- if  byoc_eu or edge -@@} a {@@endif@@}\n",
    "rest.md": "# Rest\n",
    "listed.md": """\
---
title: byoc-eu
variants:
  - serverless
  - "byoc-eu"   # why
---
# Listed

{@@ if byoc_eu @@}
byoc_eu {@# byoc_eu #@}
{@@ elif serverless @@}
other
{@@ else @@}
none
{@@ endif @@}

<@@ if eu and not serverless @@>
eu
<@@ endif @@>

{@@ if variant.name == "byoc-eu" @@}n{@@ endif @@} `variant:byoc-eu`
""",
    "links.rst": ":variants: serverless, byoc-eu\n\nLinks\n=====\n\n:variant:`there <byoc-eu:/own/keys>`\n",
}


@pytest.fixture
def site(project, capfd):
    project.write({"variants.yaml": VARIANTS})
    for name, text in PAGES.items():
        project.write({f"source/{name}": text.encode()})
    return project


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def run(capfd, *arguments: str) -> tuple[int, str, str]:
    status = main([*arguments, "-c", "."])
    said = capfd.readouterr()
    return status, said.out, said.err


def expanded(folder: Path) -> dict[str, dict[str, str]]:
    """variant → docname → text."""
    project, environment = load_project(folder / "source", folder), PageEnvironment()
    found: dict[str, dict[str, str]] = {name: {} for name in project.variant_set.names}
    for file in project.pages:
        prepared = prepare(file.text.replace("\r\n", "\n"), project.names, environment)
        for variant in file.members:
            text = prepared.expand(variant, project.names).text
            found[variant][file.docname] = _without_front_matter(text)
    return found


def _without_front_matter(text: str) -> str:
    if text.startswith("---\n"):
        return text[text.index("\n---\n", 3) + 5 :]
    return text.partition("\n\n")[2] if text.startswith(":variants:") else text


def test_rename_changes_every_name_and_nothing_else(site, capfd):
    before = tree(site.folder)
    shown = expanded(site.folder)
    assert run(capfd, "rename", "--diff", "byoc-eu", "hosted")[0] == 0
    assert tree(site.folder) == before
    assert run(capfd, "rename", "byoc-eu", "hosted") == (0, "", "4 files changed\n")
    after = tree(site.folder)
    assert after["variants.yaml"].decode() == (
        VARIANTS.replace("default: byoc-eu", "default: hosted")
        .replace("  byoc-eu:   #", "  hosted:   #")
        .replace("[ byoc-eu , edge ]", "[ hosted , edge ]")
        .replace("- byoc-eu", "- hosted")
        .replace("'byoc-eu'", "'hosted'")
        .replace("serverless,  byoc-eu]", "serverless,  hosted]")
        .replace("not byoc_eu", "not hosted")
        .replace("  byoc-eu: [secret]", "  hosted: [secret]")
    )
    assert after["source/listed.md"].decode() == (
        PAGES["listed.md"]
        .replace('- "byoc-eu"', '- "hosted"')
        .replace("{@@ if byoc_eu @@}", "{@@ if hosted @@}")
        .replace('== "byoc-eu"', '== "hosted"')
    )
    assert after["source/links.rst"].decode() == PAGES["links.rst"].replace("byoc-eu", "hosted")
    assert after["source/both.md"].decode() == PAGES["both.md"].replace("byoc_eu", "hosted")
    renamed = expanded(site.folder)
    assert {name: len(pages) for name, pages in renamed.items()} == {"serverless": 5, "hosted": 5, "edge": 2}
    assert renamed["serverless"] == {
        name: text.replace("<byoc-eu:", "<hosted:") for name, text in shown["serverless"].items()
    }
    assert run(capfd, "rename", "hosted", "byoc-eu")[0] == 0
    assert tree(site.folder) == before


def test_retire_leaves_the_other_variants_as_they_were(site, capfd):
    shown = expanded(site.folder)
    status, _, said = run(capfd, "retire", "byoc-eu")
    assert (status, said) == (
        0,
        "source/links.rst:6: a link leads to byoc-eu; remove it\n6 files changed, 1 of them removed\n",
    )
    after = tree(site.folder)
    assert (
        after["variants.yaml"].decode()
        == """\
version: 1
variants:
  serverless:
    title: Serverless
  # ours

  edge:
    title: Edge
groups:
  self_managed: [ edge ]
pages:
  "both": [serverless]
  rest: [serverless, edge]
"""
    )
    assert (
        after["source/listed.md"].decode()
        == """\
---
title: byoc-eu
variants:
  - serverless
---
# Listed

other


 `variant:byoc-eu`
"""
    )
    assert "source/own/keys.md" not in after
    assert after["source/index.md"] == PAGES["index.md"].replace("own/keys\r\n", "").encode()
    left = expanded(site.folder)
    del shown["byoc-eu"]
    for pages in shown.values():
        pages["index"] = pages["index"].replace("own/keys\n", "")
    assert left == shown


def test_add_gives_a_variant_all_that_another_has(site, capfd):
    shown = expanded(site.folder)
    assert run(capfd, "add", "byoc-us", "--like", "byoc-eu", "--title", "BYOC US")[0] == 0
    now = expanded(site.folder)
    added = now.pop("byoc-us")
    assert now == shown
    assert added == shown["byoc-eu"]
    after = tree(site.folder)
    assert after["variants.yaml"].decode() == (
        VARIANTS.replace(
            "    vars: {where: byoc-eu}\n",
            "    vars: {where: byoc-eu}\n  byoc-us:   # the first\n    title: BYOC US\n"
            "    vars: {where: byoc-eu}\n",
        )
        .replace("[ byoc-eu , edge ]", "[ byoc-eu, byoc-us , edge ]")
        .replace("    - byoc-eu\n", "    - byoc-eu\n    - byoc-us\n")
        .replace("'byoc-eu'", "[byoc-eu, byoc-us]")
        .replace("serverless,  byoc-eu]", "serverless,  byoc-eu, byoc-us]")
        .replace("not byoc_eu", "not (byoc_eu or byoc_us)")
        .replace("  byoc-eu: [secret]\n", "  byoc-eu: [secret]\n  byoc-us: [secret]\n")
    )


def test_a_group_is_renamed_added_and_replaced_by_its_members(site, capfd):
    before, shown = tree(site.folder), expanded(site.folder)
    assert run(capfd, "rename", "eu", "europe")[0] == 0
    assert b"<@@ if europe and not serverless @@>" in tree(site.folder)["source/listed.md"]
    assert expanded(site.folder) == shown
    assert run(capfd, "rename", "europe", "eu")[0] == 0
    assert tree(site.folder) == before
    assert run(capfd, "add", "union", "--like", "eu") == (0, "", "1 file changed\n")
    assert b"  union:\n    - byoc-eu\n" in tree(site.folder)["variants.yaml"]
    assert run(capfd, "retire", "union")[0] == 0
    assert tree(site.folder) == before
    assert run(capfd, "retire", "eu")[0] == 0
    assert b"<@@ if byoc_eu and not serverless @@>" in tree(site.folder)["source/listed.md"]
    assert expanded(site.folder) == shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rename", "byoc", "x"], "there is no variant or group 'byoc'; did you mean byoc-eu?\n"),
        (
            ["rename", "edge", "serverless"],
            "variants.yaml:12:3: variants.serverless: this key is used twice, first at line 5; remove one\n",
        ),
        (
            ["rename", "edge", "html"],
            "variants.yaml:12:3: variants.html: `html` is the tag of a Sphinx builder; choose another name\n",
        ),
        (["add", "x", "--like", "y"], "there is no variant or group 'y'; there are "
         "serverless, byoc-eu, edge, self_managed, eu\n"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_used_is_wrong_usage(site, capfd, arguments, message):
    before = tree(site.folder)
    assert run(capfd, *arguments) == (2, "", message)
    assert tree(site.folder) == before


def test_what_only_a_person_can_change_is_named_and_nothing_is_changed(site, capfd):
    marks = "# Marks\n\n{@@ if serverless @@}a\n\n{@@- elif edge @@}b{@@ else @@}c{@@ endif @@}\n"
    site.write({"source/marks.md": marks})
    site.write(
        {"source/odd.md": "# Odd\n\n{@= 1 if edge else 2 =@}\n", "source/broken.md": "{@@ if edge @@}\n"}
    )
    before = tree(site.folder)
    status, _, said = run(capfd, "retire", "edge")
    assert (status, said.splitlines()) == (
        1,
        [
            "source/broken.md:1: `{@@ if edge @@}` is opened here and never closed; expected `{@@ endif @@}` [variants.syntax]",
            "source/marks.md: without edge, the white space marks (`-`) of tags would remove other text; "
            "change its conditions by hand",
            "source/odd.md: `{@= 1 if edge else 2 =@}` names edge in a way that only a person can change",
            "nothing was changed; change 3 places by hand first",
        ],
    )
    assert tree(site.folder) == before


def test_the_changes_are_given_as_json(site, capfd):
    before = tree(site.folder)
    status, output, _ = run(capfd, "retire", "byoc-eu", "--diff", "--json")
    found = json.loads(output)
    assert (status, found["version"], found["written"], found["by_hand"]) == (0, 1, False, [])
    assert found["files"][0] == {"path": "source/both.md", "change": "changed"}
    assert {"path": "source/own/keys.md", "change": "removed"} in found["files"]
    assert found["notes"] == ["source/links.rst:6: a link leads to byoc-eu; remove it"]
    assert tree(site.folder) == before


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(ROOT)
    from benchmarks.corpus import write_corpus

    write_corpus(tmp_path, pages=40, variants=3, words=250)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_rename_and_back_gives_the_same_bytes_on_a_real_site(corpus, capfd):
    before, shown = tree(corpus), expanded(corpus)
    names = list(shown)
    assert run(capfd, "rename", names[1], "own-cloud")[0] == 0
    now = expanded(corpus)
    assert [now[name] for name in (names[0], "own-cloud", names[2])] == [shown[name] for name in names]
    assert run(capfd, "rename", "own-cloud", names[1])[0] == 0
    assert tree(corpus) == before


def test_retire_leaves_the_other_variants_of_a_real_site(corpus, capfd):
    shown = expanded(corpus)
    retired = list(shown)[1]
    assert run(capfd, "retire", retired)[0] == 0
    left = expanded(corpus)
    gone = shown[retired].keys() - {name for variant in left for name in shown[variant]}
    assert list(left) == [name for name in shown if name != retired]
    for variant, pages in left.items():
        for name, text in shown[variant].items():
            assert pages.pop(name) == _without_entries(text, gone), (variant, name)
        assert pages == {}
    assert f"{retired} " not in (corpus / "variants.yaml").read_text("utf-8")


def _without_entries(text: str, docnames: set[str]) -> str:
    names = {name.rpartition("/")[2] for name in docnames}
    return "".join(
        line
        for line in text.splitlines(keepends=True)
        if line.strip().rpartition("/")[2].removesuffix(".md") not in names
    )


def test_the_manual_shows_what_rename_changes(project, capfd):
    project.pages({"index.md": fences("writing/rename", "text")[0]})
    (project.folder / "variants.yaml").write_text(fences("writing/rename", "yaml")[0], "utf-8")
    for shown in fences("writing/rename", "console"):
        command, _, expected = shown.partition("\n")
        assert main(command.split()[2:]) == 0
        said = capfd.readouterr()
        assert said.out + said.err == expected
