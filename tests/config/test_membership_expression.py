"""Which variants an expression names."""

from __future__ import annotations

import pytest

from variantdocs.config import membership_expression
from variantdocs.config.membership_expression import ExpressionError, members
from variantdocs.config.variants import Variant, VariantSet

KNOWN = VariantSet(
    variants=tuple(Variant(name=name, title=name) for name in ("serverless", "byoc", "byoc-eu")),
    default="serverless",
    groups={"self-managed": ("byoc", "byoc-eu"), "hosted": ("serverless",)},
)
ALL = {"serverless", "byoc", "byoc-eu"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("byoc", {"byoc"}),
        ("  byoc \n", {"byoc"}),
        ("byoc-eu", {"byoc-eu"}),
        ("byoc_eu", {"byoc-eu"}),
        ("self-managed", {"byoc", "byoc-eu"}),
        ("self_managed", {"byoc", "byoc-eu"}),
        ("not serverless", {"byoc", "byoc-eu"}),
        ("not self_managed", {"serverless"}),
        ("byoc or serverless", {"byoc", "serverless"}),
        ("self_managed and not byoc", {"byoc-eu"}),
        ("not (byoc or byoc_eu)", {"serverless"}),
        ("not byoc or byoc", ALL),
        ("serverless and byoc", set()),
        ("true", ALL),
        ("false", set()),
        (["byoc", "serverless"], {"byoc", "serverless"}),
        (["self-managed", "not byoc"], ALL),
        ((), set()),
    ],
)
def test_an_expression_selects_its_variants(expression, expected):
    assert members(expression, KNOWN) == expected


def test_a_name_with_a_hyphen_wins_over_the_expression_it_could_be():
    known = VariantSet(
        variants=tuple(Variant(name=name, title=name) for name in ("byoc", "eu", "byoc-eu")), default="byoc"
    )
    assert members("byoc-eu", known) == {"byoc-eu"}


FORM = "write names with `and`, `or`, `not` and parentheses"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "names no variant; write a name, a list of names or an expression"),
        ("  ", "names no variant; write a name, a list of names or an expression"),
        ("byco", "names an unknown variant or group 'byco'; did you mean 'byoc'?"),
        (
            "selfmanaged",
            "names an unknown variant or group 'selfmanaged'; did you mean 'self_managed'?",
        ),
        (
            "zzz",
            "names an unknown variant or group 'zzz'; "
            "there are serverless, byoc, byoc-eu, self-managed, hosted",
        ),
        ("true or byco", "names an unknown variant or group 'byco'; did you mean 'byoc'?"),
        ("false and byco", "names an unknown variant or group 'byco'; did you mean 'byoc'?"),
        ("byoc-ue", "names an unknown variant or group 'byoc-ue'; did you mean 'byoc-eu'?"),
        (
            "byoc-eu or byoc",
            "cannot be read: 'byoc-eu or byoc'; in an expression, write `_` for the `-` of a name",
        ),
        ("byoc or", f"cannot be read: 'byoc or'; {FORM}"),
        ("byoc byco", f"cannot be read: 'byoc byco'; {FORM}"),
        ("byoc, byco", f"cannot be read: 'byoc, byco'; {FORM}"),
        ("byoc, serverless", "cannot be read: 'byoc, serverless'; did you mean 'byoc or serverless'?"),
        ("byoc serverless", "cannot be read: 'byoc serverless'; did you mean 'byoc or serverless'?"),
        ("all", "names an unknown variant or group 'all'; remove it to mean every variant"),
        ("byoc && hosted", "cannot be read: 'byoc && hosted'; did you mean 'byoc and hosted'?"),
        ("byoc|hosted", "cannot be read: 'byoc|hosted'; did you mean 'byoc or hosted'?"),
        ("byoc OR hosted", "cannot be read: 'byoc OR hosted'; did you mean 'byoc or hosted'?"),
        (
            "NOT (byoc Or hosted)",
            "cannot be read: 'NOT (byoc Or hosted)'; did you mean 'not (byoc or hosted)'?",
        ),
        ("!byoc", "cannot be read: '!byoc'; did you mean 'not byoc'?"),
        ("byoc != hosted", f"cannot be read: 'byoc != hosted'; {FORM}"),
        ("byoc }} x {{ byoc", f"cannot be read: 'byoc }}}} x {{{{ byoc'; {FORM}"),
        ("byoc | upper", f"cannot be read: 'byoc | upper'; {FORM}"),
        ("'byoc'", f"cannot be read: \"'byoc'\"; {FORM}"),
        ("1", f"cannot be read: '1'; {FORM}"),
        ("byoc == byoc", f"cannot be read: 'byoc == byoc'; {FORM}"),
        ("byoc.title", f"cannot be read: 'byoc.title'; {FORM}"),
        (["byoc", "byco"], "names an unknown variant or group 'byco'; did you mean 'byoc'?"),
    ],
)
def test_an_expression_that_selects_no_variant_is_refused(expression, message):
    with pytest.raises(ExpressionError) as caught:
        members(expression, KNOWN)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", ["byoc or " * 30, "byoc and && " * 30, "a b c or " * 20, "("])
def test_an_expression_is_parsed_once_and_for_each_correction(text, monkeypatch):
    parsed = []
    parse = membership_expression._parse

    def noted(text):
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(membership_expression, "_parse", noted)
    with pytest.raises(ExpressionError, match="cannot be read"):
        members(text, KNOWN)
    assert len(parsed) <= 3
