"""Keep what the next build of a variant needs to know: messages, and fingerprints of the pages.

Sphinx reports nothing about a page that it neither reads nor writes, and does not write a page again when a
page that it links to changes. Without this state, a second build would not report a broken page again, nor
a link whose anchor is gone.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from variantdocs.build_messages import Message, Phase
from variantdocs.output import read_json, safe_names, write_if_changed
from variantdocs.rebuild.page_fingerprints import DataDigest, PageFingerprints, TargetDigest

_VERSION = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """The state that a build leaves for the next one.

    ``fingerprints`` is ``None`` if it is not known what the pages show. ``unresolved`` are the pages with
    links that a change anywhere may concern. ``generated`` are the pages without a source.
    ``output_fingerprint`` covers templates, static files and what all pages show of ``variants.yaml``.
    """

    fingerprints: PageFingerprints | None = None
    unresolved: frozenset[str] = frozenset()
    generated: frozenset[str] = frozenset()
    output_fingerprint: str = ""
    messages: tuple[Message, ...] = ()


def read_last_build(path: Path) -> LastBuild:
    """The state that the last build left; an empty one if it cannot be read.

    The pages in it are files to remove, so those that could lie elsewhere are dropped.
    """
    try:
        data = read_json(path)
        if data["version"] != _VERSION:
            return LastBuild()
        return LastBuild(
            fingerprints=_read_fingerprints(data["fingerprints"]),
            unresolved=frozenset(data["unresolved"]),
            generated=frozenset(safe_names(data["generated"])),
            output_fingerprint=data["output_fingerprint"],
            messages=tuple(Message(**message) for message in data["messages"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return LastBuild()


def write_last_build(path: Path, last: LastBuild) -> None:
    """Leave ``last`` for the next build."""
    data = {
        "version": _VERSION,
        "fingerprints": last.fingerprints and _written_fingerprints(last.fingerprints),
        "unresolved": sorted(last.unresolved),
        "generated": sorted(last.generated),
        "output_fingerprint": last.output_fingerprint,
        "messages": [asdict(message) for message in last.messages],
    }
    text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
    write_if_changed(path, text.encode("utf-8"))


def repeated_messages(
    last: Iterable[Message],
    *,
    pages: Collection[str],
    processed: Mapping[Phase, Collection[str]],
    repeated: Collection[Phase],
) -> tuple[Message, ...]:
    """The messages of the last build that this one did not have reason to report again, but that still hold.

    :param pages: All pages that there are now.
    :param processed: phase → the pages that this build has processed in it.
    :param repeated: The phases in which this build has done anything: messages about no page are outdated.
    """
    return tuple(
        message
        for message in last
        if message.phase != "starting"  # is reported in every build
        and (
            message.page in pages and message.page not in processed[message.phase]
            if message.page
            else message.phase not in repeated
        )
    )


def _read_fingerprints(data: Any) -> PageFingerprints | None:
    if data is None:
        return None
    return PageFingerprints(
        site_wide=data["site_wide"],
        absent=data["absent"],
        data={name: DataDigest(before=before, after=after) for name, (before, after) in data["data"].items()},
        own=data["own"],
        targets={
            variant: {
                docname: TargetDigest(page=page, within=within) for docname, (page, within) in pages.items()
            }
            for variant, pages in data["targets"].items()
        },
        broken={variant: tuple(pages) for variant, pages in data["broken"].items()},
    )


def _written_fingerprints(fingerprints: PageFingerprints) -> dict[str, Any]:
    return {
        "site_wide": fingerprints.site_wide,
        "absent": fingerprints.absent,
        "data": {name: (data.before, data.after) for name, data in fingerprints.data.items()},
        "own": dict(fingerprints.own),
        "targets": {
            variant: {docname: (target.page, target.within) for docname, target in pages.items()}
            for variant, pages in fingerprints.targets.items()
        },
        "broken": {variant: list(pages) for variant, pages in fingerprints.broken.items()},
    }
