"""Check a built site: what must not be in it, as lines to print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from variantdocs.check.dead_links import find_dead_links
from variantdocs.check.leaks import find_leaks
from variantdocs.messages import Kind
from variantdocs.paths import shown_path


def find_problems(
    output: Path,
    *,
    pages: Mapping[str, Sequence[str]],
    forbid: Mapping[str, Sequence[str]],
    shown: Path | None = None,
) -> Iterator[str]:
    """The problems of the site in ``output``, one line each.

    :param pages: variant that it holds → the addresses of its pages; those above all variants under ``""``.
    :param forbid: variant → texts that must not be in it.
    :param shown: The folder to name in place of ``output``, if it will be moved there.
    """

    def place(file: Path) -> str:
        return shown_path((shown or output) / file.relative_to(output))

    for leak in find_leaks(output, {name: forbid[name] for name in pages if name in forbid}):
        yield (
            f"{place(leak.file)}: ERROR: {leak.found!r} is forbidden here "
            f"(forbid: {leak.forbidden!r}); put it into a block of another variant "
            f"[{leak.variant}] [{Kind.LEAK}]"
        )
    for link in find_dead_links(output, pages):
        variant = f" [{link.variant}]" if link.variant else ""
        yield (
            f"{place(link.file)}: ERROR: the link to {link.address!r} leads to no file of the site; "
            f"correct the page, or the template that makes it{variant} [{Kind.DEAD_LINK}]"
        )
