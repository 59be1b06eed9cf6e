"""What a page weighs: opens it in Chromium, at a first visit, and counts what the browser asks for.

``python -m benchmarks.page_weight build/site byoc/quick-start.html --write docs/hosting/README.md`` writes
the paragraph below the heading "What a page weighs" of that file.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.web import installed_chromium

_HEADING = "## What a page weighs\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """The requests of a first visit, their bytes without compression, and those of the page itself.

    ``hosts`` are the others that are asked.
    """

    requests: int
    size: int
    page_size: int
    hosts: frozenset[str]

    def paragraph(self) -> str:
        """What the documentation says of it."""
        hosts = ", ".join(sorted(self.hosts)) or "no other host"
        return (
            f"A page of this site, at its first visit: {self.requests} requests, {self.size / 1e6:.2f} MB "
            f"uncompressed,\nto {hosts}. Nearly all is the theme's, the same for every page of an edition; "
            f"the page itself has\n{self.page_size / 1e3:.0f} kB. Measured by `benchmarks/page_weight.py`.\n"
        )


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder))
    ) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def weigh(site: Path, page: str) -> Weight:
    """Open ``page`` of the folder ``site`` in a browser without a cache."""
    from playwright.sync_api import Response, sync_playwright

    responses: list[Response] = []
    with _serving(site) as root, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed_chromium(), args=["--no-sandbox"])
        tab = browser.new_page()
        tab.on("response", lambda response: responses.append(response))
        tab.goto(f"{root}/{page}", wait_until="networkidle")
        sizes = {response.url: len(response.body()) for response in responses}
        browser.close()
    own = urlsplit(root).netloc
    return Weight(
        requests=len(responses),
        size=sum(sizes.values()),
        page_size=sizes[f"{root}/{page}"],
        hosts=frozenset(host for url in sizes if (host := urlsplit(url).netloc) not in (own, "")),
    )


def with_weight(text: str, weight: Weight) -> str:
    """``text`` with what it says below its heading replaced."""
    pattern = re.compile(f"{re.escape(_HEADING)}.*?(?=\n## |\\Z)", re.S)
    return pattern.sub(lambda _: _HEADING + weight.paragraph(), text)


def main() -> None:
    """Weigh the page that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="the folder of a published site")
    parser.add_argument("page", help="the address of the page in it")
    parser.add_argument("--write", type=Path, help="the file that says it")
    found = parser.parse_args()
    weight = weigh(found.site, found.page)
    print(weight.paragraph(), end="")
    if found.write:
        found.write.write_text(with_weight(found.write.read_text("utf-8"), weight), "utf-8")


if __name__ == "__main__":
    main()
