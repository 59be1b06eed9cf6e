"""Fetch in processes of their own, for tests that kill them. Not a test itself.

Reads lines of JSON; for each, forks a child that loads the URLs and writes the hash of each. A fork
costs milliseconds where a new Python costs half a second.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

from loopback_server import LoopbackAddresses

from variantdocs.remote.loader import Loader
from variantdocs.remote.settings import RemoteSettings
from variantdocs.remote.types import RemoteError


def fetch(job: dict[str, object]) -> dict[str, str]:
    folder = Path(str(job["folder"]))
    settings = RemoteSettings(cache=folder / "cache", lock=folder / "remote.lock", mode="dev")
    addresses = LoopbackAddresses(int(str(job["port"])), Path(str(job["chain"])))
    loader = Loader(settings, addresses=addresses)
    urls = [str(url) for url in job["urls"]]  # type: ignore[attr-defined]
    loader.prefetch(urls)
    found = {}
    for url in urls:
        try:
            found[url] = hashlib.sha256(loader.load(url).path.read_bytes()).hexdigest()
        except RemoteError as exc:
            found[url] = f"{exc.kind}: {exc.message}"
    return found


def main() -> None:
    for line in iter(sys.stdin.readline, ""):
        child = os.fork()
        if child == 0:
            try:
                result = json.dumps(fetch(json.loads(line)))
                # One write, small enough to be whole even if the next child writes at the same time.
                os.write(1, f'{{"found": {result}}}\n'.encode())
            except KeyboardInterrupt:
                os.write(1, b'{"found": "interrupted"}\n')
            finally:
                os._exit(0)
        os.write(1, f'{{"child": {child}}}\n'.encode())


if __name__ == "__main__":
    main()
