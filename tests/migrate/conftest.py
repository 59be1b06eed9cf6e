"""What the tests of conditions and of directives share: the names of a project."""

from __future__ import annotations

import pytest

from variantdocs.config.load import parse_variants
from variantdocs.templating.names import Names

VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless, vars: {level: beta}}
  byoc: {title: BYOC, vars: {level: stable}}
groups: {self_managed: [byoc]}
"""


@pytest.fixture(scope="session")
def names() -> Names:
    variant_set, problems = parse_variants(VARIANTS)
    assert variant_set is not None, problems
    return Names.from_variant_set(variant_set)
