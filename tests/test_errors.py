"""The exceptions of the package: their text, and that they cross processes."""

from __future__ import annotations

import pickle

import pytest

from variantdocs.errors import ConfigurationError, OutputError, VariantdocsError


def test_a_configuration_error_prints_one_problem_per_line():
    error = ConfigurationError(("variants.yaml:1:1: one", "variants.yaml:2:1: two"))
    assert str(error) == "variants.yaml:1:1: one\nvariants.yaml:2:1: two"


@pytest.mark.parametrize(
    "error", [VariantdocsError("wrong"), ConfigurationError(("one", "two")), OutputError("build: no space")]
)
def test_an_error_keeps_its_type_and_text_across_processes(error):
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))


def test_the_problems_of_a_configuration_error_cross_processes():
    error = pickle.loads(pickle.dumps(ConfigurationError(("one", "two"))))
    assert error.problems == ("one", "two")


def test_every_error_can_be_caught_as_one_of_ours():
    assert issubclass(ConfigurationError, VariantdocsError)
    assert issubclass(OutputError, VariantdocsError)
