"""Filters inserted into a parsed page."""

from __future__ import annotations

from jinja2 import nodes

from variantdocs.templating.sandbox.environment import PageEnvironment
from variantdocs.templating.sandbox.instrument import CHARGE, CONCATENATE, COUNT_ITERATIONS, instrument


def test_loops_comparisons_lists_and_concatenations_are_wrapped():
    environment = PageEnvironment()
    tree = instrument(
        environment.parse("\ufdd1 for i in x \ufdd2\ufdd3 [1] == i ~ 'a' \ufdd4\ufdd1 endfor \ufdd2")
    )
    names = [found.name for found in tree.find_all(nodes.Filter)]
    assert sorted(names) == sorted([COUNT_ITERATIONS, CHARGE, CHARGE, CHARGE, CONCATENATE])
