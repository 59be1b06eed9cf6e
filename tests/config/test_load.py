"""Reading good files."""

from __future__ import annotations

import pickle
from textwrap import dedent

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from variantdocs.config.load import load_variants, parse_variants
from variantdocs.config.variants import PageRule, Variant, VariantSet
from variantdocs.errors import ConfigurationError

SMALL = "version: 1\nvariants:\n  serverless: {title: Serverless}\n  byoc: {title: BYOC}\n"
WHOLE = """\
# yaml-language-server: $schema=variants.schema.json
version: 1
site:
  base_url: https://docs.example.com/guide
  default: byoc-eu
variants:
  serverless:
    title: Serverless
    vars: {product_name: Acme Serverless, ports: [80, 443], limits: {cpu: 0.5, gpu: null}, beta: false}
    conf: {html_title: Acme Serverless}
  byoc-eu:
    title: "BYOC: Europe"
    vars: {product_name: Acme BYOC}
groups:
  self-managed: [byoc-eu]
  all: [serverless, byoc-eu]
vars: {company: Acme}
pages:
  "deployment/**": byoc-eu
  "tutorials/gpu": not serverless
  "x": [serverless, self_managed]
links:
  absent: other-variant
forbid:
  serverless: ["acme register", "re:BYOC-[0-9]+"]
"""


def test_a_file_with_every_key_is_read_in_full(tmp_path):
    path = tmp_path / "variants.yaml"
    path.write_text(WHOLE, "utf-8")
    assert load_variants(path) == VariantSet(
        variants=(
            Variant(
                name="serverless",
                title="Serverless",
                vars={
                    "product_name": "Acme Serverless",
                    "ports": [80, 443],
                    "limits": {"cpu": 0.5, "gpu": None},
                    "beta": False,
                },
                conf={"html_title": "Acme Serverless"},
            ),
            Variant(name="byoc-eu", title="BYOC: Europe", vars={"product_name": "Acme BYOC"}),
        ),
        default="byoc-eu",
        path=path,
        base_url="https://docs.example.com/guide/",
        groups={"self-managed": ("byoc-eu",), "all": ("serverless", "byoc-eu")},
        vars={"company": "Acme"},
        pages=(
            PageRule(pattern="deployment/**", membership="byoc-eu", line=19),
            PageRule(pattern="tutorials/gpu", membership="not serverless", line=20),
            PageRule(pattern="x", membership=("serverless", "self_managed"), line=21),
        ),
        absent="other-variant",
        forbid={"serverless": ("acme register", "re:BYOC-[0-9]+")},
    )


def test_a_small_file_gets_the_defaults():
    assert parse_variants(SMALL) == (
        VariantSet(
            variants=(
                Variant(name="serverless", title="Serverless"),
                Variant(name="byoc", title="BYOC"),
            ),
            default="serverless",
        ),
        (),
    )


def test_the_variants_keep_the_order_of_the_file():
    found, _ = parse_variants("version: 1\nvariants:\n  z: {title: Z}\n  a: {title: A}\n  m: {title: M}\n")
    assert found is not None
    assert (found.names, found.default) == (("z", "a", "m"), "z")


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbf" + SMALL.encode(), SMALL.replace("\n", "\r\n").encode(), b"---\n" + SMALL.encode()],
    ids=["byte order mark", "carriage returns", "document start"],
)
def test_byte_order_marks_and_line_ends_make_no_difference(data):
    assert parse_variants(data) == parse_variants(SMALL)


def test_two_variants_may_have_a_variable_of_the_same_name():
    source = (
        "version: 1\nvariants:\n  a: {title: A, vars: {x: 1}}\n  b: {title: B, vars: {x: 2}}\nvars: {x: 0}\n"
    )
    found, problems = parse_variants(source)
    assert problems == ()
    assert found is not None
    assert [found.variables(name) for name in found.names] == [{"x": 1}, {"x": 2}]


def test_an_alias_repeats_its_anchors_value():
    found, problems = parse_variants(SMALL + "vars:\n  first: &clouds [AWS, Azure]\n  second: *clouds\n")
    assert problems == ()
    assert found is not None
    assert found.vars == {"first": ["AWS", "Azure"], "second": ["AWS", "Azure"]}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1.10", "1.10"),
        ("0123", "0123"),
        ("12:30", "12:30"),
        ("0x1f", "0x1f"),
        ("1e3", "1e3"),
        ("1_000", "1_000"),
        ("yes", "yes"),
        ("True", "True"),
        ("2024-01-01", "2024-01-01"),
        ("2024-13-45", "2024-13-45"),
        ("=", "="),
        ("''", ""),
        ("'7'", "7"),
        ("9" * 5000, "9" * 5000),
        ("7", 7),
        ("-1.5", -1.5),
        ("true", True),
        ("~", None),
        ("[1.10, 2]", ["1.10", 2]),
        ("{a: no}", {"a": "no"}),
    ],
)
def test_a_variable_is_shown_as_written(written, read):
    found, problems = parse_variants(SMALL + f"vars: {{x: {written}}}\n")
    assert problems == ()
    assert found is not None
    assert found.vars == {"x": read}


def test_a_sphinx_setting_may_be_yes_or_no_but_keeps_its_digits():
    source = (
        "version: 1\nvariants:\n  a: {title: A, conf: {release: 1.10, html_show_sphinx: no, numfig: yes}}\n"
    )
    found, problems = parse_variants(source)
    assert problems == ()
    assert found is not None
    assert found["a"].conf == {"release": "1.10", "html_show_sphinx": False, "numfig": True}


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://docs.example.com/a/b/", "https://[::1]/"])
def test_an_address_ends_with_one_slash(url):
    found, problems = parse_variants(f"site: {{base_url: '{url}'}}\n{SMALL}")
    assert problems == ()
    assert found is not None
    assert found.base_url == url.rstrip("/") + "/"


def test_a_problem_has_its_line_in_a_file_with_carriage_returns():
    _, problems = parse_variants((SMALL + "colour: blue\n").replace("\n", "\r\n"))
    assert [(problem.line, problem.column, problem.place) for problem in problems] == [(5, 1, "colour")]


def test_the_error_can_be_pickled(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        load_variants(tmp_path / "variants.yaml")
    again = pickle.loads(pickle.dumps(caught.value))
    assert (type(again), str(again)) == (ConfigurationError, str(caught.value))


def test_problems_are_in_the_order_of_the_file():
    _, problems = parse_variants(
        dedent(
            """\
            forbid: {byok: [x]}
            groups: {nobody: []}
            version: 2
            variants:
              byoc: {}
            """
        )
    )
    assert [problem.place for problem in problems] == [
        "forbid.byok",
        "groups.nobody",
        "version",
        "variants.byoc",
    ]


KEYS = st.sampled_from(
    [
        "version",
        "site",
        "variants",
        "groups",
        "vars",
        "pages",
        "links",
        "forbid",
        "base_url",
        "default",
        "title",
        "conf",
        "absent",
        "byoc",
        "byoc-eu",
        "serverless",
        "html",
        "str",
        "list",
        "dict",
    ]
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.dates(), KEYS, st.text(max_size=8)
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
SECTIONS = st.fixed_dictionaries(
    {"version": st.just(1)},
    optional={
        name: st.dictionaries(KEYS, VALUES, max_size=3) | VALUES
        for name in ["site", "variants", "groups", "vars", "pages", "links", "forbid", "colour"]
    },
)


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(SECTIONS)
def test_any_yaml_is_read_or_reported(data):
    found, problems = parse_variants(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
    assert (found is None) == bool(problems)
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in problems)
    assert list(problems) == sorted(set(problems))


@settings(max_examples=100, deadline=None, database=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(0, 12), st.text(max_size=3))
def test_any_edit_of_a_good_file_is_read_or_reported(start, length, typed):
    found, problems = parse_variants(WHOLE[:start] + typed + WHOLE[start + length :])
    assert (found is None) == bool(problems)


def test_a_rule_that_leaves_no_variant_is_a_problem():
    text = (
        "version: 1\nvariants:\n  a: {title: A}\n  b: {title: B}\npages:\n  x: a and b\n  y: [a and b, a]\n"
    )
    assert [problem.text("v") for problem in parse_variants(text)[1]] == [
        "v:6:6: pages.x: leaves no variant for these pages; remove the pages or widen the expression"
    ]
