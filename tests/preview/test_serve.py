"""The live preview: a real server and real builds."""

from __future__ import annotations

import signal
import socket
import urllib.error
import urllib.request

import pytest


def text_at(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def test_an_edit_is_seen_in_every_variant(project, preview):
    project.pages({"index.md": "# Home\n\nbefore {@= product =@}\n"})
    running = preview()
    address = running.address()
    shown = {"serverless": "Acme Serverless", "byoc": "Acme BYOC"}
    for variant, product in shown.items():
        assert f"before {product}" in text_at(f"{address}/{variant}/")
    assert f"BYOC: {address}/byoc/" in running.said
    project.pages({"index.md": "# Home\n\nafter {@= product =@}\n"})
    for variant, product in shown.items():
        page = f"{address}/{variant}/index.html"
        running.wait_for(lambda page=page, product=product: f"after {product}" in text_at(page))
    with pytest.raises(urllib.error.HTTPError, match="404") as missing:
        text_at(f"{address}/byoc/no-such-page.html")
    not_found = (project.folder / "build/html/byoc/404.html").read_text()
    assert missing.value.read().decode().startswith(not_found)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_when_it_ends_nothing_is_left_behind(project, preview, number):
    project.pages({"index.md": "# Home\n"})
    running = preview()
    running.address()
    assert running.end(number) == 0
    assert running.processes() == []
    assert "Traceback" not in running.said


def test_a_port_in_use_gets_one_line(project, preview):
    project.pages({"index.md": "# Home\n"})
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = preview("--port", str(port))
        assert running.process.wait(30) == 2
    assert running.said == (
        f"cannot serve at 127.0.0.1:{port}: Address already in use; "
        "end what uses it, or give another port with --port (0: any free one)\n"
    )
