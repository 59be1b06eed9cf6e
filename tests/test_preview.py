"""The live preview: a real sphinx-autobuild, over all variants."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
import urllib.request

import pytest


@contextlib.contextmanager
def serving(folder, log_path):
    """A preview of the project in ``folder``; gives its address."""
    command = [sys.executable, "-u", "-m", "variantdocs", "serve", "--port", "0"]
    command += ["-c", ".", "-d", "build/doctrees", "source", "build/html"]
    with log_path.open("w") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield waited_for(lambda: address_in(log_path), "the preview did not start")
        finally:
            process.terminate()
            process.wait(10)


def address_in(log_path):
    found = re.search(r"Serving on .*?(http://127\.0\.0\.1:\d+)", log_path.read_text())
    return found and found[1]


def waited_for(look, failure):
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            if found := look():
                return found
        time.sleep(0.1)
    pytest.fail(failure)


def text_at(address):
    with urllib.request.urlopen(address, timeout=5) as answer:
        return answer.read().decode()


def test_an_edit_is_seen_in_every_variant(project, tmp_path_factory):
    log = tmp_path_factory.mktemp("log") / "serve.log"  # not in the project, which is watched
    project.pages({"index.md": "# Home\n\nbefore {@= product =@}\n"})
    with serving(project.folder, log) as address:
        for variant, product in (("serverless", "Acme Serverless"), ("byoc", "Acme BYOC")):
            page = f"{address}/{variant}/index.html"
            waited_for(
                lambda page=page, product=product: f"before {product}" in text_at(page), f"no {variant}"
            )
        project.pages({"index.md": "# Home\n\nafter {@= product =@}\n"})
        for variant, product in (("serverless", "Acme Serverless"), ("byoc", "Acme BYOC")):
            page = f"{address}/{variant}/index.html"
            waited_for(
                lambda page=page, product=product: f"after {product}" in text_at(page), f"no {variant}"
            )
        builds = log.read_text().count("Rebuilding")
        time.sleep(1.5)
        assert log.read_text().count("Rebuilding") == builds, "it rebuilds for no reason"
