"""Parse a page of a project with three variants."""

from __future__ import annotations

from pathlib import Path

from variantdocs.config.load import parse_variants
from variantdocs.sources.parser import PageParser
from variantdocs.sources.source_file import ParsedFile, SourceFile
from variantdocs.templating.names import Names

VARIANTS = """\
version: 1
variants:
  serverless: {title: Serverless}
  byoc: {title: BYOC}
  edge: {title: Edge}
groups:
  own: [byoc, edge]
vars: {cloud: Azure}
"""


def parsed(text: str) -> ParsedFile:
    """A page of all variants."""
    variant_set, problems = parse_variants(VARIANTS)
    assert variant_set is not None, problems
    file = SourceFile(
        path=Path("page.md"),
        docname="page",
        text=text,
        members=frozenset(variant_set.names),
        markdown=True,
    )
    return ParsedFile.from_file(file, PageParser(Names.from_variant_set(variant_set)))
