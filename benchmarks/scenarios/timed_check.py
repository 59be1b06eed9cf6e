"""Run ``variantdocs check``, and write to a file when its build had ended.

::

    python timed_check.py FILE all|leaks OPTION …

The options are those of ``variantdocs check``. ``FILE`` holds the time of :func:`time.monotonic`, which is
the same clock in every process. ``leaks`` leaves out the search for dead links.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from variantdocs.check.dead_links import DeadLink


def main(file: Path, wanted: str, options: list[str]) -> int:
    """Run the command; return its exit status."""
    # Imported here as the command itself imports them, so that their time is part of the build's.
    from variantdocs import cli
    from variantdocs.multibuild import coordinator

    build_variants = coordinator.build_variants

    def timed(*arguments: Any, **keywords: Any) -> coordinator.BuildResult:
        result = build_variants(*arguments, **keywords)
        file.write_text(repr(time.monotonic()), "utf-8")
        if wanted == "leaks":
            from variantdocs.check import findings

            findings.find_dead_links = _no_dead_links
        return result

    coordinator.build_variants = timed
    return cli.main(["check", *options])


def _no_dead_links(*_: Any) -> Iterator[DeadLink]:
    return iter(())


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:]))
