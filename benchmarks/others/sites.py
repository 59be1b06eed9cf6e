"""Each variant as a site of another generator: the expanded pages, and a configuration."""

from __future__ import annotations

from pathlib import Path

import yaml

from benchmarks import plain_way

_EXTENSIONS = ("admonition", "attr_list", "def_list", "md_in_html", "pymdownx.superfences", "tables")


def write_sites(site: Path, folder: Path) -> tuple[Path, ...]:
    """Expand each variant of ``site`` and write its ``mkdocs.yml``, which both generators read.

    :returns: the folder of each variant; the built pages go into its ``site/``.
    """
    settings = plain_way.Settings.from_site(site)
    found = []
    for edition in settings.editions:
        root = folder / edition.name
        plain_way.expand_tree(site, root / "docs", edition.name, settings=settings)
        content = {
            "site_name": edition.html_title,
            "theme": {"name": "material"},
            "markdown_extensions": list(_EXTENSIONS),
            "plugins": ["search"],
        }
        (root / "mkdocs.yml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
        found.append(root)
    return tuple(found)


def commands(scripts: Path) -> dict[str, list[str]]:
    """How each generator builds the site in the current folder, from nothing."""
    return {
        "MkDocs with Material": [str(scripts / "mkdocs"), "build", "--quiet", "--clean"],
        "Zensical": [str(scripts / "zensical"), "build", "--clean"],
    }
