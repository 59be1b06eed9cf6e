"""Fingerprint the program that reads and writes pages.

It consists of ``conf.py``, the project's own modules, and the versions of everything else. Settings in
``conf.py`` that only concern the output are left out of what reads pages.
"""

from __future__ import annotations

import ast
import os
import platform
import re
import sys
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import docutils
import sphinx

from variantdocs import __version__
from variantdocs.config.current import current_of
from variantdocs.rebuild.digests import Digests
from variantdocs.rebuild.stable_digest import digest, text_digest

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def toolchain_fingerprint(app: Sphinx, digests: Digests) -> str:
    """The fingerprint of everything that reads pages; call it when all extensions are loaded."""
    confdir = Path(app.confdir)
    packages = {_top_package(name) for name in app.extensions}
    files: set[Path] = set()
    folder, conf = os.fspath(confdir), confdir / "conf.py"
    for name, module in list(sys.modules.items()):
        # Most modules lie elsewhere, and texts are compared much faster than paths.
        file = getattr(module, "__file__", None)
        path = _local_file(file, confdir) if file and file.startswith(folder) else None
        # A package with an extension may load modules at any time, so all of its files count, below.
        if path is None or path == conf:
            continue
        if _top_package(name) not in packages and name != "__main__":
            files.add(path)
    for package in packages:
        path = _local_file(getattr(sys.modules.get(package), "__file__", None), confdir)
        if path is not None:
            files.update(path.parent.rglob("*.py") if path.name == "__init__.py" else (path,))
    return ", ".join((*tool_versions(app), f"{digests.of_all(files)} {_digest_of_conf(app)}"))


def tool_versions(app: Sphinx) -> tuple[str, ...]:
    """The names and versions of what reads and writes pages: ``Sphinx 9.0.4``."""
    versions = sorted(
        f"{name} {extension.version}"
        for name, extension in app.extensions.items()
        if extension.version not in ("builtin", "unknown version")
    )
    return (
        f"Python {platform.python_version()}",
        f"Sphinx {sphinx.__version__}",
        f"docutils {docutils.__version__}",
        f"variantdocs {__version__}",
        *versions,
    )


def output_fingerprint(app: Sphinx, digests: Digests) -> str:
    """The fingerprint of everything that writes pages: if it differs, all pages are written again.

    It covers templates, static files (pages hold their checksums), settings, what every page uses of
    ``variants.yaml``, tags, and the toolchain.
    """
    confdir, config = Path(app.confdir), app.config
    paths: list[Path] = [confdir / name for name in (*config.templates_path, *_configured(app))]
    theme = getattr(app.builder, "theme", None)
    for folder in map(Path, theme.get_theme_dirs() if theme is not None else ()):
        if _local_file(str(folder), confdir) is not None:
            paths.append(folder)
        else:
            paths.extend(path for path in folder.rglob("*") if path.suffix in (".html", ".jinja", ".toml"))
    variant_set = current_of(app).variant_set
    titles = [(variant.name, variant.title) for variant in variant_set.variants]
    site = (variant_set.default, variant_set.base_url, titles, sorted(app.tags))
    settings = digest({value.name: value.value for value in config.filter({"html"})})
    return f"{digests.of_all(paths)} {settings} {toolchain_fingerprint(app, digests)} {site!r}"


def _digest_of_conf(app: Sphinx) -> str:
    output_only = frozenset(setting.name for setting in app.config.filter({"html"})) - {"html_context"}
    try:
        source = Path(app.confdir, "conf.py").read_bytes()
    except OSError:
        return text_digest("")
    return text_digest(_conf_that_reads(source, output_only))


@lru_cache(maxsize=1)
def _conf_that_reads(source: bytes, output_only: frozenset[str]) -> str:
    """``conf.py`` without the settings that extensions declare to concern the output only.

    What may act otherwise stays: values that are computed, names that occur a second time, and
    ``html_context``, which extensions use to expand pages.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return repr(source)
    # A name can also be used as a text: ``globals()["html_title"]``.
    words = Counter(re.findall(rb"\w+", source))
    return "\n".join(
        ast.dump(statement)
        for statement in tree.body
        if not (
            isinstance(statement, ast.Assign)
            and len(statement.targets) == 1
            and isinstance(target := statement.targets[0], ast.Name)
            and target.id in output_only
            and words[target.id.encode()] == 1
            and _is_literal(statement.value)
        )
    )


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True


def _configured(app: Sphinx) -> Iterable[str]:
    config = app.config
    yield from (*config.html_static_path, *config.html_extra_path)
    yield from (name for name in (config.html_logo, config.html_favicon) if name and "://" not in name)


def _top_package(name: str) -> str:
    return name.partition(".")[0]


def _local_file(name: str | None, confdir: Path) -> Path | None:
    """The path of a file of the project; ``None`` if it lies elsewhere or is installed below the project."""
    if not name or not name.startswith(str(confdir)):
        return None
    path = Path(name)
    if not path.is_relative_to(confdir) or {"site-packages", "dist-packages"} & set(path.parts):
        return None
    return path
