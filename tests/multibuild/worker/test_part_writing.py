"""What the build of a part writes and records, seen without a build."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from variantdocs.build_messages import Message
from variantdocs.errors import OutputError
from variantdocs.multibuild.parts.part import Part
from variantdocs.multibuild.worker.part_writing import PartWriting
from variantdocs.rebuild.page_fingerprints import PageFingerprints


def test_an_index_of_another_extension_cannot_be_put_together():
    env = SimpleNamespace(all_docs={})
    builder = SimpleNamespace(
        indexer=Part(1, 2), get_output_path=str, prepare_writing=None, write_documents=None
    )
    part = PartWriting(SimpleNamespace(builder=builder), Part(1, 2))
    assert part.record(PageFingerprints()) is None  # nothing was written
    part.leave_pages_to_other_parts(SimpleNamespace(env=env), builder)
    with pytest.raises(OutputError) as caught:
        part.record(PageFingerprints())
    assert str(caught.value) == (
        "the search index is made by variantdocs.multibuild.parts.part.Part, so it cannot be put together "
        "from parts; build the whole variant in one job"
    )


def test_only_pages_of_the_part_have_messages_about_their_writing(tmp_path):
    for name in ("large", "small"):
        (tmp_path / name).write_text(name)
    env = SimpleNamespace(all_docs={"large": 0, "small": 0}, doc2path=lambda docname: tmp_path / docname)
    builder = SimpleNamespace(
        get_output_path=lambda docname: tmp_path / f"{docname}.html",
        prepare_writing=None,
        write_documents=None,
    )
    for name in ("large.html", "small.html"):
        (tmp_path / name).touch()
    part = PartWriting(None, Part(1, 2))
    part.leave_pages_to_other_parts(SimpleNamespace(env=env), builder)
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["large.html"]

    def message(phase, page):
        return Message(level="WARNING", location="", text="x", phase=phase, page=page)

    kept = [message("writing", "large"), message("writing", ""), message("reading", "small")]
    assert part.messages((message("writing", "small"), *kept)) == tuple(kept)
