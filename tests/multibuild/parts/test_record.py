"""What a part leaves for putting the parts together."""

from __future__ import annotations

import pytest

from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.parts.record import PartRecord, read_part_record, write_part_record

RECORD = PartRecord(
    part=Part(2, 4), pages=("a", "b"), tools=("Sphinx 9.0.4",), shown="x", search={"titles": {"a": "Ä"}}
)


@pytest.mark.parametrize("search", [RECORD.search, None])
def test_it_is_read_as_it_was_written(tmp_path, search):
    record = PartRecord(part=RECORD.part, pages=RECORD.pages, tools=RECORD.tools, shown="x", search=search)
    write_part_record(tmp_path / "a.json", record)
    assert read_part_record(tmp_path / "a.json") == record


def test_without_one_the_variant_is_whole(tmp_path):
    assert read_part_record(tmp_path / "a.json") is None


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2}', '{"version": 1, "part": "5/4"}', '{"version": 1}']
)
def test_what_cannot_be_read_is_an_error_that_names_the_file(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(ValueError, match=r"^a\.json is damaged, or of another version of variantdocs; build"):
        read_part_record(tmp_path / "a.json")
