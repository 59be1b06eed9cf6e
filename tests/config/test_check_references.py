"""Names that refer to nothing, and values that cannot be used."""

from __future__ import annotations

import pytest

from variantdocs.config.check_references import reference_problems
from variantdocs.config.marked_yaml import read_yaml

VARIANTS = "variants: {serverless: {title: A}, byoc: {title: B}}\n"


def problems(text: str, *, variants: str = VARIANTS) -> list[str]:
    """The problems of a file whose first line names the variants."""
    marks, found = read_yaml(variants + text)
    assert marks is not None, found
    return [problem.text("v") for problem in reference_problems(marks.data, marks)]


def test_a_good_file_has_no_problems():
    text = (
        "version: 1\nsite: {default: byoc, base_url: https://docs.example.com}\ngroups: {own: [byoc]}\n"
        "pages: {a/**: own, b: [serverless, not own]}\nforbid: {byoc: [x, 're:y+']}\nlint: {ignore: [absent]}\n"
    )
    assert problems(text) == []


def test_a_group_of_an_unknown_variant_is_reported_at_the_name():
    assert problems("groups: {own: [byoc, byok, other]}\n") == [
        "v:2:22: groups.own[1]: there is no variant 'byok'; did you mean `byoc`?",
        "v:2:28: groups.own[2]: there is no variant 'other'; there are `serverless`, `byoc`",
    ]


def test_an_empty_group_is_a_problem():
    assert problems("groups: {own: []}\n") == [
        "v:2:15: groups.own: the group is empty; name its variants or remove it"
    ]


def test_an_unknown_default_is_a_problem():
    assert problems("site: {default: byok}\n") == [
        "v:2:17: site.default: there is no variant 'byok'; did you mean `byoc`?"
    ]


def test_an_unknown_variant_under_forbid_is_reported_at_its_key():
    assert problems("forbid: {byok: [x]}\n") == [
        "v:2:10: forbid.byok: there is no variant 'byok'; did you mean `byoc`?"
    ]


def test_without_variants_no_name_is_unknown():
    text = "site: {default: byoc}\ngroups: {own: [byoc]}\npages: {x: byoc}\nforbid: {byoc: [x]}\n"
    assert problems(text, variants="version: 1\n") == []


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("byok", "v:2:12: pages.x: names an unknown variant or group 'byok'; did you mean 'byoc'?"),
        (
            "[byoc, byok]",
            "v:2:19: pages.x[1]: names an unknown variant or group 'byok'; did you mean 'byoc'?",
        ),
        ("[]", "v:2:12: pages.x: names no variant; write a name, a list of names or an expression"),
        (
            "byoc and serverless",
            "v:2:12: pages.x: leaves no variant for these pages; remove the pages or widen the expression",
        ),
    ],
)
def test_a_rule_must_leave_a_variant(rule, problem):
    assert problems(f"pages: {{x: {rule}}}\n") == [problem]


def test_a_list_leaves_what_any_of_its_items_does():
    assert problems("pages: {x: [byoc and serverless, byoc]}\n") == []


def test_rules_are_not_judged_while_the_groups_cannot_be_read():
    assert problems("groups: {own: text}\npages: {x: owm}\n") == []
    assert problems("groups: [own]\npages: {x: owm}\n") == []


def test_a_pattern_that_cannot_be_read_is_reported_at_its_key():
    assert problems("pages: {'a[z-a]': byoc}\n") == [
        "v:2:9: pages.a[z-a]: the pattern cannot be read: bad character range z-a"
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("' '", "must not be empty"),
        ("'re:('", "the regular expression cannot be read: missing ), unterminated subpattern at position 0"),
        ("'re:x*'", "the regular expression matches the empty text, so every page; make it match less"),
        ("'re:'", "the regular expression matches the empty text, so every page; make it match less"),
    ],
)
def test_a_forbidden_text_must_be_usable(text, problem):
    assert problems(f"forbid: {{byoc: [{text}]}}\n") == [f"v:2:17: forbid.byoc[0]: {problem}"]


@pytest.mark.parametrize("written", ["allways-true", "variants.allways-true"])
def test_an_unknown_kind_of_finding_is_reported_with_the_nearest(written):
    assert problems(f"lint: {{ignore: [{written}]}}\n") == [
        f"v:2:17: lint.ignore[0]: there is no kind of finding '{written}'; did you mean `always-true`?"
    ]


@pytest.mark.parametrize("written", ["always-true", "variants.always-true"])
def test_a_kind_of_finding_may_be_written_with_its_prefix(written):
    assert problems(f"lint: {{ignore: [{written}]}}\n") == []


def test_a_kind_of_remote_includes_is_no_finding_of_lint():
    (problem,) = problems("lint: {ignore: [rli.stale]}\n")
    assert problem.startswith("v:2:17: lint.ignore[0]: there is no kind of finding 'rli.stale'; ")


@pytest.mark.parametrize(("written", "shown"), [("true", "true"), ("1.0", "1.0")])
def test_a_version_that_only_equals_1_is_a_problem(written, shown):
    found = problems(f"version: {written}\n")
    assert found == [f"v:2:10: version: the version must be 1, not {shown}"]


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("docs.example.com", "must be an address such as https://docs.example.com/"),
        ("ftp://docs.example.com", "must be an address such as https://docs.example.com/"),
        ("https:///docs", "must be an address such as https://docs.example.com/"),
        ("https://docs.example.com:0/", "must be an address such as https://docs.example.com/"),
        ("https://docs.example.com:99999/", "is not an address: Port out of range 0-65535"),
        ("https://[::1/", "is not an address: Invalid IPv6 URL"),
        ("https://docs.example.com/?a=1", "must be an address without `?` and `#`"),
        ("https://docs.example.com/#a", "must be an address without `?` and `#`"),
    ],
)
def test_the_address_of_the_site_must_be_usable(url, problem):
    assert problems(f"site: {{base_url: '{url}'}}\n") == [f"v:2:18: site.base_url: {problem}"]


@pytest.mark.parametrize("name", ["extensions", "language", "variant", "variants_file", "locale_dirs"])
def test_a_setting_that_acts_too_early_is_refused_for_one_variant(name):
    variants = f"variants: {{byoc: {{title: B, conf: {{{name}: x, html_title: y}}}}}}\n"
    assert problems("", variants=variants) == [
        f"v:1:36: variants.byoc.conf.{name}: acts before a variant can set it; set it in conf.py for all variants"
    ]


@pytest.mark.parametrize(
    "text",
    ["site: text\n", "groups: {own: [1, {}]}\n", "pages: [x]\n", "pages: {x: 1}\n", "forbid: {byoc: text}\n",
     "lint: {ignore: text}\n", "site: {default: '', base_url: ''}\n", "version: 2\n"],
)  # fmt: skip
def test_values_of_a_wrong_type_are_left_to_the_model(text):
    assert problems(text) == []
