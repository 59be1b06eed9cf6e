"""Compile the templates of Sphinx and of installed themes once for many builds.

Compiling them takes longer than a small build does, and no test is about it. The same source gives the same code;
the templates of a test's own project are compiled in each build.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jinja2.sandbox import SandboxedEnvironment

INSTALLED = (sysconfig.get_path("purelib"), str(Path(__file__).parents[1] / "extensions"))


def keep_compiled_templates(folder: Path) -> None:
    """Have Sphinx's applications in this process, and in those forked from it, keep what they compile in ``folder``.

    It works below the cache that a builder may have, which is the same with and without it.
    """
    folder.mkdir(exist_ok=True)
    compile_template: Any = SandboxedEnvironment.compile

    def compile_once(
        self: SandboxedEnvironment,
        source: str,
        name: str | None = None,
        filename: str | None = None,
        **options: bool,
    ) -> Any:
        if type(self) is not SandboxedEnvironment or not str(filename).startswith(INSTALLED):
            return compile_template(self, source, name, filename, **options)
        cache = FileSystemBytecodeCache(str(folder), f"{'-'.join(sorted(self.extensions))}-%s")
        bucket = cache.get_bucket(self, str(name), filename, source)
        if bucket.code is None:
            bucket.code = compile_template(self, source, name, filename, **options)
            cache.set_bucket(bucket)
        return bucket.code

    SandboxedEnvironment.compile = compile_once
