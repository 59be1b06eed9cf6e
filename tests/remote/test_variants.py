"""Remote code on a site with variants: what is fetched is what a variant shows."""

from __future__ import annotations

import functools
import multiprocessing
from collections.abc import Callable
from typing import Any

import pytest

from variantdocs.multibuild import single_variant
from variantdocs.remote import sphinx_hooks
from variantdocs.remote.loader import Loader

CONF = """\
extensions = ["myst_parser", "variantdocs"]
html_theme = "basic"
suppress_warnings = ["rli.unlocked"]
rli_allowed = ["https://code.example/"]
"""
VARIANTS = """\
version: 1
vars: {branch: main}
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC, vars: {branch: next}}
"""
PAGE = """\
# Home

```{rli} https://code.example/{@= branch =@}/shared.py
```

{@@ if byoc @@}
```{rli} https://code.example/byoc.py
```
{@@ endif @@}
"""


def in_another_process(function: Callable[[], Any]) -> Any:
    """Call ``function`` in a fork: Sphinx leaves loggers and default settings changed in its process."""

    def send_result() -> None:
        theirs.send(function())

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    process = context.Process(target=send_result)
    process.start()
    theirs.close()
    result = ours.recv()
    process.join()
    return result


def test_what_a_variant_does_not_show_is_not_fetched_for_it(
    tmp_path: Any, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    monkeypatch.delenv("CI", raising=False)
    connect = functools.partial(
        sphinx_hooks.connect, make_loader=functools.partial(Loader, addresses=server.addresses)
    )
    monkeypatch.setattr("variantdocs.remote.sphinx_hooks.connect", connect)
    for name in ("main/shared.py", "next/shared.py", "byoc.py"):
        server.add(name, name.encode(), host="code.example")
    (tmp_path / "source").mkdir()
    for name, text in (("conf.py", CONF), ("variants.yaml", VARIANTS), ("source/index.md", PAGE)):
        (tmp_path / name).write_text(text)
    prefetched: list[tuple[str, ...]] = []
    prefetch = Loader.prefetch

    def noting(self: Loader, urls: Any) -> None:
        prefetched.append(tuple(urls))
        prefetch(self, prefetched[-1])

    monkeypatch.setattr(Loader, "prefetch", noting)
    # The index of the other variant is not asked for: that is tried with whole builds.
    read_other_variants = functools.wraps(single_variant.read_other_variants)(lambda app, env: [])
    monkeypatch.setattr(single_variant, "read_other_variants", read_other_variants)

    def build() -> list[tuple[str, ...]]:
        with patch_docutils(str(tmp_path)), docutils_namespace():
            app = Sphinx(
                tmp_path / "source",
                tmp_path,
                tmp_path / "out",
                tmp_path / "doctrees",
                "html",
                confoverrides={"variant": "serverless"},
                status=None,
                warning=None,
            )
            app.build()
        return prefetched

    prefetched = in_another_process(build)
    asked = [request.url for request in server.requests]
    assert asked == ["https://code.example/main/shared.py"]
    assert ("https://code.example/main/shared.py",) in prefetched
