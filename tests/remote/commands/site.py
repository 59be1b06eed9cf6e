"""A small project that shows one remote file."""

from __future__ import annotations

import argparse
import functools
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from variantdocs.remote.commands.arguments import add_arguments, run
from variantdocs.remote.loader import Loader

CONF = """\
extensions = ["myst_parser", "variantdocs"]
html_theme = "basic"
exclude_patterns = ["_*"]
rli_allowed = ["https://code.example/"]
rli_max_age = 0
"""
VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
"""
CODE = b"import os\n\n# begin\ndef f():\n    return 1\n# end\n\nprint(f())\n"
URL = "https://code.example/lib/f.py"
PAGE = f"""\
# Page

```{{rli}} {URL}
:start-after: "# begin"
:end-before: "# end"
```
"""


@dataclass
class Site:
    """A project in the current folder, and its commands, led to a server on loopback."""

    folder: Path
    server: Any
    capsys: pytest.CaptureFixture[str]

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / name.replace("__", "/").replace("_md", ".md").replace("_py", ".py")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), "utf-8")

    def run(self, *words: str, variants: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        """Run a command, and give its exit status and what it printed."""
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        arguments = parser.parse_args(words)
        make_loader = functools.partial(Loader, addresses=self.server.addresses)
        self.capsys.readouterr()
        status = run(arguments, variants=variants, make_loader=make_loader)
        said = self.capsys.readouterr()
        return status, (said.out + said.err).splitlines()

    def serve(self, data: bytes, path: str = "lib/f.py") -> None:
        self.server.add(path, data, host="code.example")

    @property
    def lock(self) -> bytes:
        return (self.folder / "remote.lock").read_bytes()
