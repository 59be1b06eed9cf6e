"""Changes as a line, as text, as Markdown and as JSON."""

from __future__ import annotations

import json

from variantdocs.changes.compare import Changes, PageChange, Status, VariantChange
from variantdocs.changes.formats import as_json, as_markdown, as_text, summary


def change(docname, status=Status.CHANGED, **counts):
    return PageChange(docname=docname, status=status, **counts)


CHANGES = Changes(
    variants=(
        VariantChange(
            name="byoc",
            title="B|YOC",
            pages=(
                change("a", added=2),
                change("b", Status.ADDED, added=1),
                change("c", through=("x.png", "y.md")),
            ),
        ),
        VariantChange(name="new", title="New", is_new=True),
        VariantChange(
            name="old", title="Old", is_gone=True, settings=True, pages=(change("d", Status.REMOVED),)
        ),
    )
)


def test_the_summary_counts_pages_by_variant():
    assert summary(CHANGES) == (
        "byoc: 2 pages changed, 1 added; new: 0 (a new variant); "
        "old: 1 page removed, its settings differ (the variant is gone)"
    )
    assert summary(Changes(variants=(), conf=True)).endswith("conf.py differs, so any page may")


def test_text_has_a_line_for_each_page():
    assert as_text(CHANGES).splitlines() == [
        "byoc: changed: a (+2)",
        "byoc: added: b (+1)",
        "byoc: changed: c through x.png, y.md",
        "old: removed: d",
    ]


def test_markdown_has_a_table_whose_cells_hold_no_bar():
    lines = as_markdown(CHANGES).splitlines()
    assert "| B\\|YOC | 2 | 1 | 0 |" in lines
    assert "| New (new) | 0 | 0 | 0 |" in lines
    assert "| Old (gone), other settings | 0 | 0 | 1 |" in lines
    assert "- changed: `c` through `x.png`, `y.md`" in lines
    assert "<summary>Old: 1 page</summary>" in lines


def test_markdown_ends_long_lists():
    many = Changes(
        variants=(
            VariantChange(name="v", title="V", pages=tuple(change(f"p{number}") for number in range(103))),
        )
    )
    lines = as_markdown(many).splitlines()
    assert sum(line.startswith("- changed") for line in lines) == 100
    assert "- and 3 more" in lines


def test_json_holds_everything_and_its_version():
    found = json.loads(as_json(CHANGES))
    assert (found["version"], found["conf_changed"], len(found["variants"])) == (1, False, 3)
    assert [variant["gone"] for variant in found["variants"]] == [False, False, True]
    assert found["variants"][0]["pages"][2]["through"] == ["x.png", "y.md"]
