"""The pages that viewcode leads back to from the code."""

from __future__ import annotations

from types import SimpleNamespace

from variantdocs.sphinx_patches.viewcode import documented_objects

MODULES = {
    "colorsys": ("code", {"tags": ()}, {"rgb_to_hls": "a", "hls_to_rgb": "b"}, "colorsys"),
    "json": ("code", {}, {"dumps": "b"}, "json"),
    "cannot.be.read": False,
}


def test_each_object_leads_back_to_one_of_the_pages():
    env = SimpleNamespace(_viewcode_modules=MODULES)
    assert documented_objects(env, {"b", "c"}) == {("colorsys", "hls_to_rgb"): "b", ("json", "dumps"): "b"}
    assert documented_objects(env, {"a"}) == {("colorsys", "rgb_to_hls"): "a"}
    assert documented_objects(env, ()) == {}


def test_without_viewcode_nothing_is_found():
    assert documented_objects(SimpleNamespace(), {"a"}) == {}
