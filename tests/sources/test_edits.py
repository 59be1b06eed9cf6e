"""Edits at offsets, and what a diff shows of them."""

from __future__ import annotations

from variantdocs.sources.edits import Edit, apply_edits, diff_of, with_empty_lines


def test_edits_are_made_in_any_order():
    assert apply_edits("abcdef", [Edit(4, 5, "E"), Edit(0, 1), Edit(2, 2, "-")]) == "b-cdEf"


def test_a_deletion_takes_the_line_that_it_leaves_empty():
    source = "a\n  xx yy \nb xx\nxx"
    first, second, third, last = (source.index(text) for text in ("xx", "yy", "xx\nxx", "xx\nxx"))
    deletions = [Edit(first, first + 2), Edit(second, second + 2), Edit(third, third + 2)]
    assert apply_edits(source, with_empty_lines(source, deletions)) == "a\nb \nxx"
    assert apply_edits(source, with_empty_lines(source, [Edit(last + 3, last + 5)])) == "a\n  xx yy \nb xx\n"


def test_a_diff_shows_changed_and_removed_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    changes = {tmp_path / "a.md": (b"x\r\ny", b"x\r\nz"), tmp_path / "b.md": (b"gone\n", None)}
    assert diff_of(changes) == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,2 @@\n x\r\n-y\n\\ No newline at end of file\n"
        "+z\n\\ No newline at end of file\n--- a/b.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n"
    )
