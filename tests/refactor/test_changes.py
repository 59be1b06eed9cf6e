"""The changes of a command over all files, before anything is written."""

from __future__ import annotations

import pytest

from variantdocs.errors import ConfigurationError
from variantdocs.refactor.changes import Changes, add, rename, retire
from variantdocs.sources.project import load_project

VARIANTS = """\
version: 1
variants:
  serverless:
    title: Serverless
  byoc:
    title: BYOC
groups:
  own: [byoc]
"""


@pytest.fixture
def loaded(project):
    """A project that has these pages."""

    def load(pages, variants=VARIANTS):
        project.write({"variants.yaml": variants})
        for name, text in {"index.md": "# Home\n", **pages}.items():
            project.write({f"source/{name}": text.encode()})
        return load_project(project.folder / "source", project.folder)

    return load


def after(changes: Changes) -> dict[str, str | None]:
    """file → its text after the changes."""
    return {path.name: text and text.decode() for path, (_, text) in changes.files.items()}


def test_a_file_whose_text_stays_is_not_changed(loaded):
    (page,) = loaded({}).files
    changes = Changes()
    changes.change(page, page.text)
    assert changes.files == {}
    changes.change(page, None)
    assert changes.files == {page.path: (b"# Home\n", None)}


def test_a_byte_order_mark_stays(loaded):
    (page,) = loaded({"index.md": "\ufeff# Home\n"}).files
    changes = Changes()
    changes.change(page, "# New\n")
    assert changes.files == {page.path: (b"\xef\xbb\xbf# Home\n", b"\xef\xbb\xbf# New\n")}


def test_rename_changes_the_file_of_variants_and_the_pages_that_name_it(loaded):
    page = "---\nvariants: byoc\n---\n# Own\n\n{@@ if byoc @@}[a](variant:byoc/){@@ endif @@}\n"
    changes = rename(loaded({"own.md": page}), "byoc", "hosted")
    assert after(changes) == {
        "variants.yaml": VARIANTS.replace("byoc", "hosted"),
        "own.md": page.replace("byoc", "hosted"),
    }
    assert (changes.blockers, changes.notes) == ([], [])


def test_a_group_that_is_renamed_changes_no_link_to_a_variant(loaded):
    page = "# A\n\n[a](variant:own/) {@@ if own @@}x{@@ endif @@}\n"
    changes = rename(loaded({"a.md": page}), "own", "ours")
    assert after(changes)["a.md"] == "# A\n\n[a](variant:own/) {@@ if ours @@}x{@@ endif @@}\n"


def test_nothing_is_written(loaded, project):
    rename(loaded({"own.md": "---\nvariants: byoc\n---\n# Own\n"}), "byoc", "hosted")
    assert (project.folder / "variants.yaml").read_text("utf-8") == VARIANTS


def test_lines_of_conf_py_with_the_name_are_noted_and_left_alone(loaded, project):
    project.write({"conf.py": 'project = "x"\nif tags.has("byoc"):\n    byoc_eu = "byoc-eu"\n'})
    changes = rename(loaded({}), "byoc", "hosted")
    assert changes.notes == ["conf.py:2: `byoc` stands here too; change it if it means the variant"]
    assert set(after(changes)) == {"variants.yaml"}


def test_a_page_that_cannot_be_read_is_a_blocker(loaded):
    changes = rename(loaded({"broken.md": "# A\n\n{@@ if byoc @@}\n"}), "byoc", "hosted")
    assert changes.blockers == [
        "source/broken.md:3: `{@@ if byoc @@}` is opened here and never closed; expected `{@@ endif @@}` "
        "[variants.syntax]"
    ]


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (lambda project: rename(project, "byok", "x"), "there is no variant or group 'byok'; did you mean byoc?"),
        (lambda project: retire(project, "zzz"), "there is no variant or group 'zzz'; there are serverless, byoc, own"),
        (lambda project: add(project, "x", "owm"), "there is no variant or group 'owm'; did you mean own?"),
        (
            lambda project: rename(project, "byoc", "own"),
            "variants.yaml:8:3: groups.own: 'own' is the name of a variant already; rename one of them",
        ),
        (
            lambda project: add(project, "html", "byoc"),
            "variants.yaml:7:3: variants.html: `html` is the tag of a Sphinx builder; choose another name",
        ),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_used_is_wrong_configuration(loaded, command, message):
    with pytest.raises(ConfigurationError) as caught:
        command(loaded({}))
    assert str(caught.value) == message


def test_the_only_variant_cannot_go(loaded):
    one = "version: 1\nvariants:\n  byoc:\n    title: BYOC\n"
    with pytest.raises(ConfigurationError) as caught:
        retire(loaded({}, one), "byoc")
    assert str(caught.value) == "byoc is the only variant; a project needs one"


def test_a_variant_that_goes_takes_its_pages_and_their_toctree_entries(loaded):
    pages = {
        "index.md": "# Home\n\n```{toctree}\nown\nboth\n```\n",
        "own.md": "---\nvariants: own\n---\n# Own\n",
        "both.md": "---\nvariants: [serverless, byoc]\n---\n# Both\n\n{@@ if own @@}a{@@ else @@}b{@@ endif @@}\n",
    }
    assert after(retire(loaded(pages), "byoc")) == {
        "variants.yaml": "version: 1\nvariants:\n  serverless:\n    title: Serverless\n",
        "index.md": "# Home\n\n```{toctree}\nboth\n```\n",
        "own.md": None,
        "both.md": "---\nvariants: [serverless]\n---\n# Both\n\nb\n",
    }


def test_links_to_a_variant_that_goes_are_noted(loaded):
    changes = retire(loaded({"a.md": "# A\n\n[a](variant:byoc/)\n"}), "byoc")
    assert changes.notes == ["source/a.md:3: a link leads to byoc; remove it"]


def test_what_only_a_person_can_change_is_a_blocker(loaded):
    changes = retire(loaded({"a.md": "# A\n\n{@= 1 if byoc else 2 =@}\n"}), "byoc")
    assert changes.blockers == [
        "source/a.md: `{@= 1 if byoc else 2 =@}` names byoc in a way that only a person can change"
    ]


def test_a_group_that_goes_is_replaced_by_its_members(loaded):
    changes = retire(
        loaded({"a.md": "---\nvariants: own\n---\n# A\n\n{@@ if not own @@}x{@@ endif @@}\n"}), "own"
    )
    assert after(changes) == {
        "variants.yaml": VARIANTS.replace("groups:\n  own: [byoc]\n", ""),
        "a.md": "---\nvariants: byoc\n---\n# A\n\n{@@ if not byoc @@}x{@@ endif @@}\n",
    }


def test_an_added_variant_is_named_wherever_the_other_is(loaded):
    page = "---\nvariants: byoc\n---\n# A\n\n{@@ if byoc @@}x{@@ endif @@}\n"
    found = after(add(loaded({"a.md": page}), "near", "byoc"))
    assert found == {
        "variants.yaml": VARIANTS.replace(
            "    title: BYOC\n", "    title: BYOC\n  near:\n    title: near\n"
        ).replace("[byoc]", "[byoc, near]"),
        "a.md": "---\nvariants: [byoc, near]\n---\n# A\n\n{@@ if byoc or near @@}x{@@ endif @@}\n",
    }


def test_an_added_group_changes_no_page(loaded):
    found = after(add(loaded({"a.md": "# A\n\n{@@ if own @@}x{@@ endif @@}\n"}), "new", "own"))
    assert found == {"variants.yaml": f"{VARIANTS}  new: [byoc]\n"}
