"""Bodies are found again whole or not at all, claimed by one process at a time, and removed when nobody uses them."""

from __future__ import annotations

import json
import os

import pytest

from variantdocs.bodies.store import BodyStore

LATER = 2e10


@pytest.fixture
def store(tmp_path):
    return BodyStore(tmp_path / "bodies", "byoc")


def test_what_was_written_is_read_again(store):
    store.write("ab.body", {"text": "<p>"})
    assert store.has("ab.body")
    assert store.read("ab.body") == {"text": "<p>"}


@pytest.mark.parametrize("data", [None, b"", b"no pickle", b"\x80\x05cnowhere\nThing\n."], ids=repr)
def test_what_cannot_be_read_is_not_there(store, tmp_path, data):
    store.write("other.body", 1)
    if data is not None:
        (tmp_path / "bodies/ab.body").write_bytes(data)
    with pytest.raises(LookupError):
        store.read("ab.body")


def test_a_claim_keeps_others_out_until_it_is_released_or_its_process_ends(store, tmp_path):
    other = BodyStore(tmp_path / "bodies", "serverless")
    claim = store.claim("ab.body")
    assert claim is not None
    assert other.claim("ab.body") is None
    claim.release()
    if not os.fork():
        other.claim("ab.body")
        os._exit(0)
    os.wait()
    assert store.claim("ab.body", wait=True) is not None


def test_names_that_no_variant_uses_any_longer_are_removed(store, tmp_path):
    other = BodyStore(tmp_path / "bodies", "serverless")
    for name in ("a.body", "a.links", "b.body", "old.body"):
        store.write(name, 1)
    other.keep_only_used({"page": ("b.body",)}, now=0)
    store.keep_only_used({"page": ("a.body", "a.links")}, now=LATER)
    assert [store.has(name) for name in ("a.body", "a.links", "b.body", "old.body")] == [
        True,
        True,
        True,
        False,
    ]
    assert store.used() == {"page": ("a.body", "a.links")}


def test_a_file_that_another_process_may_be_about_to_list_stays(store):
    store.write("new.body", 1)
    store.keep_only_used({}, now=0)
    assert store.has("new.body")


@pytest.mark.parametrize(
    "content", ["no JSON", '{"version": 2, "used": {"page": ["a.body"]}}', '{"version": 1, "used": []}']
)
def test_a_list_that_cannot_be_read_lists_nothing(store, tmp_path, content):
    (tmp_path / "bodies").mkdir()
    (tmp_path / "bodies/byoc.used.json").write_text(content)
    assert store.used() == {}


def test_names_that_lead_elsewhere_are_not_used(store, tmp_path):
    (tmp_path / "bodies").mkdir()
    used = {"page": ["../secret", "a.body"]}
    (tmp_path / "bodies/byoc.used.json").write_text(json.dumps({"version": 1, "used": used}))
    assert store.used() == {"page": ("a.body",)}
