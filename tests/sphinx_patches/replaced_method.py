"""Run a patch that replaces a method of a library, and undo it."""

from __future__ import annotations

from contextlib import contextmanager


@contextmanager
def replaced_method(owner, name, patch):
    """Call ``patch`` twice, and check that the second call changes nothing.

    Yields the method ``name`` of the class ``owner`` as the library has it, and as it is replaced. An
    application in this process may have patched it before.
    """
    before = getattr(owner, name)
    original = getattr(before, "__wrapped__", before)
    setattr(owner, name, original)
    try:
        patch()
        replaced = getattr(owner, name)
        patch()
        assert getattr(owner, name) is replaced
        assert replaced is not original
        yield original, replaced
    finally:
        setattr(owner, name, original)
