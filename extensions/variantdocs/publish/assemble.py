"""Put variants that were built apart, by other machines or in other folders, into one site.

Each is the build folder of one of them, or of a part of its pages: ``html/`` with the pages, and ``index/``
with the page index of every variant, by which it has judged the links to the others. They fit together if
each used, for every variant, the very index that the others have: then every verdict about a link holds.
"""

from __future__ import annotations

import filecmp
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from variantdocs.build_messages import SharedMessage, merge_messages
from variantdocs.config.variants import VariantSet
from variantdocs.errors import OutputError
from variantdocs.multibuild.build_paths import BuildPaths
from variantdocs.multibuild.root_files import write_root_files
from variantdocs.output import check_inside
from variantdocs.pages.index import index_path
from variantdocs.paths import shown_path
from variantdocs.publish.built_parts import BuiltPart
from variantdocs.publish.part_problems import problems_of
from variantdocs.publish.private_files import is_private


def assemble_site(
    parts: Sequence[BuiltPart], variant_set: VariantSet, site: Path, index: Path
) -> tuple[str, ...]:
    """Copy the variants into ``site``, their indexes into ``index``, and write the files above them.

    :returns: Why the parts do not fit together.
    :raises OutputError: a file is listed but not there, or lies outside its folder.
    """
    if problems := problems_of(parts, variant_set):
        return problems
    index.mkdir(parents=True, exist_ok=True)
    problems = ()
    for name in variant_set.names:
        same = sorted((part for part in parts if part.variant == name), key=_number)
        shutil.copyfile(index_path(same[0].paths.index, name), index_path(index, name))
        problems += tuple(_copy_variant(same, site / name))
    paths = BuildPaths(output=site, doctrees=index, index=index, builder=parts[0].paths.builder)
    write_root_files(paths, variant_set)
    return (*problems, *_root_problems(parts, site))


def messages_of(parts: Sequence[BuiltPart], variant_set: VariantSet) -> list[SharedMessage]:
    """What the builds of ``parts`` said, each message once."""
    return merge_messages(
        {
            name: [message for part in parts if part.variant == name for message in part.messages]
            for name in variant_set.names
        }
    )


def _number(part: BuiltPart) -> int:
    return 0 if part.part is None else part.part.number


def _copy_variant(parts: Sequence[BuiltPart], target: Path) -> Iterator[str]:
    """Copy what the builds of one variant have written and may publish, and nothing else that lies there.

    :returns: What is not the same in all parts, and what is in none.
    :raises OutputError: a file is listed but not there, or lies outside its folder.
    """
    holders: dict[str, BuiltPart] = {}
    for part in parts:
        names = sorted(name for name in part.files if not is_private(name.rpartition("/")[2]))
        check_inside(part.output, names)
        for name in names:
            source = part.output / name
            if source.is_symlink() or not source.is_file():
                raise OutputError(
                    f"{shown_path(source)} is listed as built, but is not there as a file; "
                    f"keep the whole of {part.shown}"
                )
            holder = holders.setdefault(name, part)
            if holder is part:
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target / name)
            elif not filecmp.cmp(source, target / name, shallow=False):
                yield (
                    f"{shown_path(source)}: differs from that in {holder.shown}, so it is made from the "
                    f"pages of a part; build {part.variant} in one job, or without what makes this file"
                )
    if parts[0].record is not None:
        yield from _complete(parts, target)


def _complete(parts: Sequence[BuiltPart], target: Path) -> Iterator[str]:
    """Write what is made from all parts of a variant; return what is missing."""
    from variantdocs.sphinx_patches.search_parts import SEARCH_INDEX, merged_index

    records = [part.record for part in parts if part.record is not None]
    index = parts[0].index(parts[0].variant)
    held = Counter(docname for record in records for docname in record.pages)
    for docname in sorted(index.pages if index is not None else ()):
        if held[docname] != 1:
            yield (
                f"{parts[0].shown}: the page {docname} of {parts[0].variant} is in {held[docname]} parts; "
                "build all parts from the same commit"
            )
    if searches := [record.search for record in records if record.search is not None]:
        (target / SEARCH_INDEX).write_text(merged_index(searches), "utf-8")


def _root_problems(parts: Sequence[BuiltPart], site: Path) -> Iterator[str]:
    """Files above the variants that a part has otherwise: it was built with another ``variants.yaml``."""
    ours = {path.name: path.read_bytes() for path in sorted(site.iterdir()) if path.is_file()}
    for part in parts:
        for name, data in ours.items():
            file = part.paths.output / name
            if file.is_file() and file.read_bytes() != data:
                yield (
                    f"{shown_path(file)}: differs from what variants.yaml says here; "
                    "build all variants from the same commit"
                )
