"""The names that the pages of these tests may use."""

from __future__ import annotations

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.templating.names import Names
from variantdocs.templating.sandbox.environment import PageEnvironment

VARIANTS = VariantSet(
    variants=(
        Variant(name="serverless", title="Serverless", vars={"product": "Acme Serverless"}),
        Variant(name="byoc", title="BYOC", vars={"product": "Acme BYOC", "registry": "ghcr.io"}),
        Variant(name="byoc-eu", title="BYOC EU", vars={"product": "Acme EU"}),
    ),
    default="serverless",
    groups={"self_managed": ("byoc", "byoc-eu")},
    vars={
        "company": "Acme",
        "clouds": ["AWS", "Azure"],
        "empty": "",
        "lines": "one\ntwo",
        "limits": {"cpu": 4},
        "nothing_at_all": None,
    },
)


@pytest.fixture(scope="session")
def names() -> Names:
    return Names.from_variant_set(VARIANTS)


@pytest.fixture(scope="session")
def environment() -> PageEnvironment:
    return PageEnvironment()
