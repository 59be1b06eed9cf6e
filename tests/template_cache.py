"""Compile the templates of Sphinx and of installed themes once for many builds.

Compiling them takes longer than a small build does, and no test is about it. What is compiled is the same for the
same source; the templates of a test's own project are compiled in each build.
"""

from __future__ import annotations

import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import FileSystemBytecodeCache
from sphinx.jinja2glue import BuiltinTemplateLoader

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.bccache import Bucket

INSTALLED = (sysconfig.get_path("purelib"), str(Path(__file__).parents[1] / "extensions"))


class InstalledTemplates(FileSystemBytecodeCache):
    """The templates that are compiled with the same settings of Jinja; a cache folder may be shared."""

    def __init__(self, folder: Path, environment: Environment) -> None:
        settings = (type(environment).__qualname__, *sorted(environment.extensions))
        super().__init__(str(folder), f"{'-'.join(settings)}-%s")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, if the template is installed."""
        code: Any = bucket.code
        if code.co_filename.startswith(INSTALLED):
            super().dump_bytecode(bucket)


def keep_compiled_templates(folder: Path) -> None:
    """Have the applications of this process, and of those forked from it, keep what they compile in ``folder``."""
    folder.mkdir(exist_ok=True)
    init = BuiltinTemplateLoader.init

    def init_with_cache(self: BuiltinTemplateLoader, *arguments: Any, **more: Any) -> None:
        init(self, *arguments, **more)
        self.environment.bytecode_cache = InstalledTemplates(folder, self.environment)

    BuiltinTemplateLoader.init = init_with_cache
