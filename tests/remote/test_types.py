"""An error of a remote file is its message, also in another process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from variantdocs.errors import VariantdocsError
from variantdocs.messages import Kind
from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.types import LoadedFile, Notice, RemoteError


@pytest.mark.parametrize("kind", [RemoteError, GoneError])
def test_an_error_crosses_processes(kind: type[RemoteError]) -> None:
    found = pickle.loads(pickle.dumps(kind(Kind.RLI_FETCH, "https://x/y: gone")))
    assert type(found) is kind
    assert (found.kind, found.message, str(found)) == (
        Kind.RLI_FETCH,
        "https://x/y: gone",
        "https://x/y: gone",
    )
    assert isinstance(found, VariantdocsError)


def test_a_loaded_file_crosses_processes_with_its_notices() -> None:
    notice = Notice(kind=Kind.RLI_STALE, message="older copy")
    file = LoadedFile(url="https://x/y", path=Path("/cache/0123"), sha256="0" * 64, notices=(notice,))
    assert pickle.loads(pickle.dumps(file)) == file
