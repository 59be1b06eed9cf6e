"""Jinja with delimiters of its own becomes blocks and variables, line by line."""

from __future__ import annotations

import pytest

from variantdocs.config.load import parse_variants
from variantdocs.migrate.conditions import Conditions
from variantdocs.migrate.jinja_tags import Delimiters, rewrite_jinja
from variantdocs.templating.names import Names

JINJA = Delimiters(block=("{%", "%}"), variable=("{{", "}}"), comment=("{#", "#}"))
VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC, vars: {registry: ghcr.io}}
vars: {product: Acme, clouds: [AWS, Azure]}
"""


@pytest.fixture(scope="module")
def names():
    variant_set, problems = parse_variants(VARIANTS)
    assert variant_set is not None, problems
    return Names.from_variant_set(variant_set)


def rewritten(text, names, delimiters=JINJA, variant_name="variant"):
    done = rewrite_jinja(text, Conditions(names=names, variant_name=variant_name), delimiters)
    return done.text, [(leftover.line, leftover.message) for leftover in done.leftovers]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("{% if byoc %}\nA\n{%- else -%}\nB\n{% endif %}\n", "{@@ if byoc @@}\nA\n{@@- else -@@}\nB\n{@@ endif @@}\n"),
        ("a {{ product }} b {{product|upper}}\r\n", "a {@= product =@} b {@=product|upper=@}\r\n"),
        ('{% if variant == "byoc" %}x{% endif %}', '{@@ if variant.name == "byoc" @@}x{@@ endif @@}'),
        ("{{ variant.title }} {{ variant }}", "{@= variant.title =@} {@= variant.name =@}"),
        ("{% for c in clouds %}\n{{ c }} {{ loop.index }}\n{% endfor %}", "{@@ for c in clouds @@}\n{@= c =@} {@= loop.index =@}\n{@@ endfor @@}"),
        ("{% set n = 'x %} y' %}{{ n }}", "{@@ set n = 'x %} y' @@}{@= n =@}"),
        ("{# a\nb #}", "{@# a\nb #@}"),
        ("{% raw %}{{ nosuch }}{% endraw %}{{ product }}", "{@@ raw @@}{{ nosuch }}{@@ endraw @@}{@= product =@}"),
        ("`{ {product} }` {%- ", "`{ {product} }` {%- "),
    ],
)  # fmt: skip
def test_tags_are_rewritten(before, after, names):
    assert rewritten(before, names) == (after, [])


def test_other_delimiters_and_another_name_of_the_variant(names):
    delimiters = Delimiters(block=("<%", "%>"), variable=("[[", "]]"))
    before = "<% if edition != 'byoc' %>[[ product ]] {{ x }} {# y #}<% endif %>"
    after = "{@@ if variant.name != 'byoc' @@}{@= product =@} {{ x }} {# y #}{@@ endif @@}"
    assert rewritten(before, names, delimiters, variant_name="edition") == (after, [])


def test_kinds_that_are_not_named_stay_as_they_are(names):
    text = "{{ x }} {% if byoc %}a{% endif %}"
    assert rewritten(text, names, Delimiters(block=("{%", "%}")))[0] == (
        "{{ x }} {@@ if byoc @@}a{@@ endif @@}"
    )
    assert rewritten(text, names, Delimiters()) == (text, [])


def test_a_block_that_cannot_be_translated_is_left_whole_and_the_rest_is_not(names):
    before = "{{ product }}\n{% if byoc %}\n{% include 'x' %}\n{% endif %}\n{{ nosuch }}\n{{ product }}\n"
    after = before.replace("{{ product }}", "{@= product =@}")
    assert rewritten(before, names) == (
        after,
        [
            (
                2,
                "{% if byoc %}: not translated: `include` in line 3 has no equal;"
                " a page has `if`, `for`, `set` and `raw`",
            ),
            (
                5,
                "{{ nosuch }}: not translated: unknown name `nosuch`; the variants and groups are"
                " `byoc`, `serverless`",
            ),
        ],
    )


def test_a_block_that_is_never_closed_is_left(names):
    text = "{% if byoc %}\nA\n{{ product }}\n"
    assert rewritten(text, names) == (
        text,
        [(1, "{% if byoc %}: not translated: the block is never closed; expected `endif`")],
    )


def test_a_variable_is_left_where_a_variant_that_shows_it_has_none(names):
    text, leftovers = rewritten("{{ registry }}\n{% if byoc %}{{ registry }}{% endif %}\n", names)
    assert text == "{{ registry }}\n{@@ if byoc @@}{@= registry =@}{@@ endif @@}\n"
    assert [line for line, _ in leftovers] == [1]
