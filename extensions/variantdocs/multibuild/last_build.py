"""What is remembered of the last build of a variant: what was said, and what its pages could see.

Sphinx says nothing of a page that it neither reads nor writes, and does not write a page again
because a page to which it links has changed. So a second build would be silent about a broken
page, and about a link whose anchor has gone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from variantdocs.multibuild.message import Message, Phase
from variantdocs.output import write_if_changed
from variantdocs.pages.index import PageIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What a build left for the next one.

    ``seen`` is a fingerprint of the indexes of all variants, on which every page depends:
    navigation shows titles, and links have verdicts. ``look`` is one of templates, static files
    and ``variants.yaml``.
    """

    seen: str = ""
    look: str = ""
    messages: tuple[Message, ...] = ()


def read_last_build(path: Path) -> LastBuild:
    """What the last build left; nothing where that is not known."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["version"] != 2:
            return LastBuild()
        return LastBuild(
            seen=data["seen"],
            look=data["look"],
            messages=tuple(Message(**said) for said in data["messages"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return LastBuild()


def write_last_build(path: Path, last: LastBuild) -> None:
    """Leave ``last`` for the next build."""
    said = [asdict(message) for message in last.messages]
    data = {"version": 2, "seen": last.seen, "look": last.look, "messages": said}
    text = json.dumps(data, ensure_ascii=False, indent=0) + "\n"
    write_if_changed(path, text.encode("utf-8"))


def fingerprint(indexes: Mapping[str, PageIndex]) -> str:
    """What tells whether pages can see anything else than before."""
    digest = hashlib.sha256()
    for index in indexes.values():
        digest.update(replace(index, sources={}).to_json().encode("utf-8"))
    return digest.hexdigest()


def still_true(
    last: Iterable[Message],
    *,
    looked_at: Mapping[Phase, Collection[str]],
    files: Mapping[Phase, Collection[str]],
) -> tuple[Message, ...]:
    """The messages of the last build about what this one has not looked at.

    :param looked_at: The files that this build has looked at, by what it did with them.
    :param files: The files at which it could have looked then, but did not, or not for all pages.
    """
    return tuple(
        message
        for message in last
        if (file := message.location.partition(":")[0]) in files[message.phase]
        and file not in looked_at[message.phase]
    )
