"""The small project, with a server on loopback in the place of the internet."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from tests.remote.commands.site import CODE, CONF, PAGE, URL, VARIANTS, Site

from variantdocs.remote.store.cache import Cache
from variantdocs.remote.store.lockfile import Lock, LockEntry, write_lock


@pytest.fixture
def site(
    tmp_path: Path, server: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Site:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("RLI_CACHE_DIR", str(tmp_path / "cache"))
    site = Site(tmp_path, server, capsys)
    site.write(conf_py=CONF, source__index_md=PAGE)
    (tmp_path / "variants.yaml").write_text(VARIANTS)
    site.serve(CODE)
    return site


@pytest.fixture
def locked(site: Site) -> Site:
    """A project with the lock and the cache that ``lock`` would leave, without the seconds that it takes."""
    entry = LockEntry(sha256=hashlib.sha256(CODE).hexdigest())
    write_lock(site.folder / "remote.lock", Lock(sources={URL: entry}))
    Cache(site.folder / "cache").store(CODE)
    return site
