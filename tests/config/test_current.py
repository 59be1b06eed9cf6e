"""The variant that an application builds."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from variantdocs.config.current import Current, current_of, set_current
from variantdocs.config.variants import Variant, VariantSet

BYOC = Variant(name="byoc", title="BYOC")
SET = VariantSet(variants=(BYOC,), default="byoc")


def test_an_application_builds_what_was_set():
    app, current = SimpleNamespace(), Current(variant_set=SET, variant=BYOC, index=Path("index"))
    set_current(app, current)
    assert current_of(app) is current


def test_two_applications_of_one_process_build_different_variants():
    first, second = SimpleNamespace(), SimpleNamespace()
    edge = Variant(name="edge", title="Edge")
    set_current(first, Current(variant_set=SET, variant=BYOC, index=Path("index")))
    set_current(second, Current(variant_set=SET, variant=edge, index=Path("index")))
    assert (current_of(first).variant, current_of(second).variant) == (BYOC, edge)


def test_before_the_configuration_is_read_there_is_no_variant():
    with pytest.raises(AttributeError):
        current_of(SimpleNamespace())


def test_no_setting_is_replaced_by_default():
    assert Current(variant_set=SET, variant=BYOC, index=Path("index")).replaced_settings == {}
