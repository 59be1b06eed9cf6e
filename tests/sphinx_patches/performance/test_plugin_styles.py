"""Styles of Pygments have the same names and classes when only those are loaded that are used."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pygments.styles import get_all_styles, get_style_by_name
from pygments.util import ClassNotFound

from variantdocs.sphinx_patches.performance.plugin_styles import names_of_styles, style_of_name

USED = """
import sys
import pydata_sphinx_theme.pygments as theme
from variantdocs.sphinx_patches.performance.plugin_styles import load_styles_when_used

load_styles_when_used()
list(theme.get_all_styles())
theme.get_pygments_stylesheet("a11y-high-contrast-light", "monokai")
print(*(name for name in sys.modules if name.startswith("a11y_pygments.") and name.count(".") == 1))
"""


def test_all_names_are_known_in_their_order():
    assert list(names_of_styles()) == list(get_all_styles())


@pytest.mark.parametrize("name", ["tango", "a11y-high-contrast-light", "a11y-high-contrast-dark"])
def test_a_style_is_the_same(name):
    assert style_of_name(name) is get_style_by_name(name)


def test_a_style_that_is_not_there_is_not_found():
    with pytest.raises(ClassNotFound, match="nonesuch"):
        style_of_name("nonesuch")


def test_the_theme_loads_only_what_it_uses():
    done = subprocess.run([sys.executable, "-c", USED], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["a11y_pygments.a11y_high_contrast_light"]
