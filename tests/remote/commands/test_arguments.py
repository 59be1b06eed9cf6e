"""Every command says in the same way that it cannot do its work."""

from __future__ import annotations

import pytest
from tests.remote.commands.site import Site


@pytest.mark.parametrize(
    ("words", "obstacle", "problem"),
    [
        (("lock",), "remote.lock/", "remote.lock: cannot be written: Is a directory"),
        (("check",), "remote.lock/", "remote.lock: cannot be read: Is a directory"),
        (("vendor", "--into", "copies"), "copies", "copies: cannot be written: Not a directory"),
    ],
)
def test_what_cannot_be_read_or_written_is_wrong_usage(
    site: Site, words: tuple[str, ...], obstacle: str, problem: str
) -> None:
    path = site.folder / obstacle
    path.mkdir() if obstacle.endswith("/") else path.write_text("")
    status, said = site.run(*words)
    assert (status, said[-1]) == (2, problem)
