"""``variants.yaml`` changed in place, and no other byte of it."""

from __future__ import annotations

import pytest

from variantdocs.config.load import parse_variants
from variantdocs.errors import ConfigurationError
from variantdocs.refactor.variants_file import VariantsFile

TEXT = """\
version: 1
site:
  default: byoc
variants:
  serverless:
    title: Serverless
  # ours
  byoc:   # the first
    title: "BYOC"
    vars: {where: byoc}

  edge: {title: Edge}
groups:
  own: [byoc, edge]
  eu:
    - byoc
pages:
  "own/**": byoc
  rest: not byoc
  both: [eu, serverless]
forbid:
  byoc: [secret]
"""


def usable(text: str) -> str:
    """The text, which must be one without problems."""
    assert parse_variants(text)[1] == ()
    return text


def test_entries_are_found_by_their_keys():
    file = VariantsFile(TEXT)
    assert [key.value for key, _ in file.entries("groups")] == ["own", "eu"]
    found = file.entry("variants", "byoc", "title")
    assert found is not None
    assert found[1].value == "BYOC"


def test_what_is_not_there_has_no_entries():
    file = VariantsFile(TEXT)
    assert file.entries("lint") == []
    assert file.entries("version") == []
    assert file.entry("variants", "byok", "title") is None


def test_a_variant_is_renamed_wherever_it_is_named_and_in_no_other_text():
    assert usable(VariantsFile(TEXT).renamed("byoc", "hosted")) == (
        TEXT.replace("byoc", "hosted").replace("{where: hosted}", "{where: byoc}")
    )


def test_a_group_is_renamed_in_rules():
    assert usable(VariantsFile(TEXT).renamed("eu", "europe")) == (
        TEXT.replace("  eu:", "  europe:").replace("[eu,", "[europe,")
    )


def test_a_name_in_quotes_keeps_them():
    text = "version: 1\nvariants:\n  'byoc': {title: B}\nsite: {default: \"byoc\"}\n"
    assert usable(VariantsFile(text).renamed("byoc", "edge")) == text.replace("byoc", "edge")


def test_a_variant_that_goes_takes_its_group_rules_default_and_forbidden_texts():
    assert (
        usable(VariantsFile(TEXT).retired("byoc", ["serverless", "edge"]))
        == """\
version: 1
variants:
  serverless:
    title: Serverless
  # ours

  edge: {title: Edge}
groups:
  own: [edge]
pages:
  rest: [serverless, edge]
  both: [serverless]
"""
    )


def test_a_variant_that_is_named_nowhere_else_only_goes():
    assert usable(VariantsFile(TEXT).retired("serverless", ["byoc", "edge"])) == (
        TEXT.replace("  serverless:\n    title: Serverless\n", "").replace("[eu, serverless]", "[eu]")
    )


def test_groups_of_one_variant_only_are_emptied_without_it():
    assert VariantsFile(TEXT).emptied_groups("byoc") == ["eu"]
    assert VariantsFile(TEXT).emptied_groups("edge") == []


def test_a_group_is_replaced_by_its_members():
    assert usable(VariantsFile(TEXT).group_replaced("eu", ["byoc"])) == (
        TEXT.replace("  eu:\n    - byoc\n", "").replace("[eu,", "[byoc,")
    )


def test_the_last_group_takes_its_section_with_it():
    text = "version: 1\nvariants:\n  byoc: {title: B}\ngroups:\n  own: [byoc]\n# end\n"
    assert usable(VariantsFile(text).group_replaced("own", ["byoc"])) == (
        "version: 1\nvariants:\n  byoc: {title: B}\n# end\n"
    )


def test_an_added_variant_has_all_that_the_other_has():
    assert usable(VariantsFile(TEXT).added("near", "byoc", "Near by")) == (
        TEXT.replace(
            "    vars: {where: byoc}\n",
            "    vars: {where: byoc}\n  near:   # the first\n    title: Near by\n    vars: {where: byoc}\n",
        )
        .replace("[byoc, edge]", "[byoc, near, edge]")
        .replace("    - byoc\n", "    - byoc\n    - near\n")
        .replace('"own/**": byoc', '"own/**": [byoc, near]')
        .replace("not byoc", "not (byoc or near)")
        .replace("  byoc: [secret]\n", "  byoc: [secret]\n  near: [secret]\n")
    )


@pytest.mark.parametrize(
    ("title", "written"), [("Near by", "Near by"), ("Near: by", '"Near: by"'), ("7", '"7"'), ("Nähe", "Nähe")]
)
def test_a_title_is_put_in_quotes_where_yaml_needs_them(title, written):
    found = VariantsFile(TEXT).added("near", "edge", title)
    assert f"  near: {{title: {written}}}\n" in usable(found)


@pytest.mark.parametrize("title", ['The "near" one', "A\\B", "yes", "null", "Near "])
def test_any_title_is_read_back_as_given(title):
    variant_set, problems = parse_variants(VariantsFile(TEXT).added("near", "edge", title))
    assert problems == ()
    assert variant_set is not None
    assert variant_set["near"].title == title


def test_an_added_group_has_the_same_variants():
    assert usable(VariantsFile(TEXT).group_added("union", "eu")) == (
        TEXT.replace("  eu:\n    - byoc\n", "  eu:\n    - byoc\n  union:\n    - byoc\n")
    )


def test_an_entry_at_the_end_of_a_file_without_line_end_can_be_copied():
    text = "version: 1\nvariants:\n  byoc: {title: B}\ngroups:\n  own: [byoc]"
    assert usable(VariantsFile(text).group_added("new", "own")) == f"{text}\n  new: [byoc]"


def test_entries_that_share_a_line_are_left_to_a_person():
    text = "version: 1\nvariants: {byoc: {title: B}, edge: {title: E}}\n"
    with pytest.raises(ConfigurationError) as caught:
        VariantsFile(text).retired("byoc", ["edge"])
    assert str(caught.value) == (
        "variants.yaml:2: `variants` is written on one line; write each entry on a line of its own"
    )
