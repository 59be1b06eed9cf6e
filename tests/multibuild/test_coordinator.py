"""What a build of all variants decides before it starts a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from variantdocs.config.variants import Variant, VariantSet
from variantdocs.errors import ConfigurationError
from variantdocs.multibuild.arguments import BuildArguments
from variantdocs.multibuild.coordinator import plan, variants_to_build

VARIANTS = VariantSet(
    variants=tuple(Variant(name=name, title=name) for name in ("serverless", "byoc-eu")),
    default="serverless",
    groups={"own-cloud": ("byoc-eu",)},
)


@pytest.mark.parametrize(
    ("requested", "built"),
    [((), ("serverless", "byoc-eu")), (("byoc-eu",), ("byoc-eu",)), (("byoc-eu", "serverless"), ("serverless", "byoc-eu"))],
)  # fmt: skip
def test_the_requested_variants_are_built_in_the_order_of_the_file(requested, built):
    assert variants_to_build(VARIANTS, requested) == built


def test_every_unknown_variant_is_reported():
    with pytest.raises(ConfigurationError) as caught:
        variants_to_build(VARIANTS, ("byoc", "zzz"))
    assert caught.value.problems == (
        "variant: there is no variant 'byoc'; did you mean 'byoc-eu'?",
        "variant: there is no variant 'zzz'; there are serverless, byoc-eu",
    )


@pytest.mark.parametrize(("jobs", "each"), [(1, 1), (2, 1), (5, 2), (8, 4)])
def test_every_variant_is_read_and_the_processes_are_shared_out(jobs, each):
    folder = Path("/p")
    arguments = BuildArguments(
        source=folder,
        conf=folder,
        output=folder / "html",
        doctrees=folder / "doctrees",
        index=folder / "index",
        variants_file=folder / "variants.yaml",
        variants=("byoc-eu",),
        tags=("mine",),
        jobs=jobs,
    )
    tasks = plan(arguments, VARIANTS, reset_registries=False)
    assert [(task.variant, task.jobs) for task in tasks] == [("serverless", each), ("byoc-eu", each)]
    assert tasks[1].tags == ("mine", "byoc-eu", "byoc_eu", "own-cloud", "own_cloud")
    assert tasks[1].paths == arguments.paths.of_variant("byoc-eu")
