"""An expression that explodes ends the check instead of never ending it."""

from __future__ import annotations

import re
import signal

import pytest

from variantdocs.check import bounded_search
from variantdocs.check.forbidden import find_forbidden
from variantdocs.errors import ConfigurationError

EXPLOSIVE = "(a+)+$"


def test_an_expression_that_takes_too_long_is_named_with_the_file(tmp_path, monkeypatch):
    monkeypatch.setattr(bounded_search, "LONGEST_SEARCH", 0.05)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "byoc").mkdir()
    (tmp_path / "byoc/a.html").write_text(f"<p>{'a' * 60}!</p>")
    with pytest.raises(ConfigurationError) as caught:
        list(find_forbidden(tmp_path, {"byoc": [f"re:{EXPLOSIVE}"]}))
    assert caught.value.problems == (
        "variants.yaml: the expression 're:(a+)+$' takes longer than 0.05 s for byoc/a.html; "
        "repeat nothing that is itself repeated, as in `(a+)+`",
    )


def test_a_search_that_ends_in_time_leaves_no_timer_behind():
    before = signal.getsignal(signal.SIGVTALRM)
    found = bounded_search.search(re.compile("b+"), ["aaa", "abba"], rule="re:b+", where="here")
    assert found is not None
    assert found[0] == "bb"
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) == before
