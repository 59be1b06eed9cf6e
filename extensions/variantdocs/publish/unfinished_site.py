"""A built site that is about to be published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from variantdocs.config.variants import VariantSet
from variantdocs.pages.index import PageIndex
from variantdocs.paths import shown_path
from variantdocs.sources.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedSite:
    """A site in the folder ``folder``, which will be moved to ``destination``.

    ``indexes`` has the page index of every variant. ``project`` is what it was built from.
    """

    folder: Path
    destination: Path
    project: Project
    indexes: Mapping[str, PageIndex]

    @property
    def variant_set(self) -> VariantSet:
        """What ``variants.yaml`` says."""
        return self.project.variant_set

    def beside_variants_file(self, path: str) -> Path:
        """A path of ``variants.yaml``, which is relative to that file."""
        return self.project.variants_file.parent / path

    def shown(self, file: Path) -> str:
        """A file below ``folder`` as messages show it: where it will be."""
        return shown_path(self.destination / file.relative_to(self.folder))

    def file_at(self, variant: str, address: str) -> Path:
        """The file of a page; ``guide/`` is the file ``guide/index.html``."""
        path = unquote(address)
        return self.folder / variant / (f"{path}index.html" if not path or path.endswith("/") else path)

    def pages(self, variant: str) -> dict[str, Path]:
        """docname → file, for every page of ``variant``, in order."""
        found = self.indexes[variant].pages
        return {docname: self.file_at(variant, found[docname].uri) for docname in sorted(found)}
