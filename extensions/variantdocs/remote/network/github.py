"""Find the commit that a branch or tag on GitHub stands at, and the file's address there."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from variantdocs.messages import Kind
from variantdocs.remote.network.failures import GoneError
from variantdocs.remote.redact import shown
from variantdocs.remote.types import RemoteError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from variantdocs.remote.network.fetch import Fetcher

_RAW = re.compile(
    r"https://raw\.githubusercontent\.com/(?P<owner>[^/?]+)/(?P<name>[^/?]+)/(?P<rest>[^?]+/[^?]+)"
)
_COMMIT = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)
_MAX_ANSWER = 16 << 20
_BRANCHES_TRIED = 10


@dataclass(frozen=True, slots=True)
class Repo:
    """A repository on GitHub."""

    owner: str
    name: str

    @property
    def refs_url(self) -> str:
        """Where git asks for the branches and tags."""
        return f"https://github.com/{self.owner}/{self.name}.git/info/refs?service=git-upload-pack"

    def compare_url(self, branch: str, commit: str) -> str:
        """Where GitHub compares a commit with a branch."""
        base = f"https://api.github.com/repos/{self.owner}/{self.name}/compare"
        return f"{base}/{quote(branch, safe='')}...{commit}?per_page=1"

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFile:
    """The URL of a file on GitHub, taken apart as far as the URL shows them."""

    url: str
    repo: Repo
    rest: str
    """Branch, tag or commit, and the path: where the one ends is not always written."""

    @property
    def commit(self) -> str | None:
        """The commit that the URL names, if it names one."""
        first = self.rest.partition("/")[0]
        return first.lower() if _COMMIT.fullmatch(first) else None

    @property
    def shortest_path(self) -> str:
        """The path, if the name of the branch or tag holds no slash."""
        parts = self.rest.split("/")
        named = len(parts) > 3 and parts[0] == "refs" and parts[1] in {"heads", "tags"}
        return "/".join(parts[3 if named else 1 :])

    def at(self, commit: str, path: str | None) -> str:
        """Give the URL of the file in a commit: bytes there never change."""
        where = self.shortest_path if path is None else path
        return f"https://raw.githubusercontent.com/{self.repo}/{commit}/{where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refs:
    """The branches and tags of a repository, each with the commit that it stands at."""

    heads: Mapping[str, str]
    tags: Mapping[str, str]
    default: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAtCommit:
    """A file in a commit. ``path`` is None where the URL holds it."""

    commit: str
    path: str | None


def raw_file(url: str) -> RawFile | None:
    """Take a canonical URL apart; None if it is not that of a file on GitHub."""
    found = _RAW.fullmatch(url)
    if found is None:
        return None
    return RawFile(url=url, repo=Repo(found["owner"], found["name"]), rest=found["rest"])


def fetch_refs(fetcher: Fetcher, repo: Repo) -> Refs:
    """Ask which branches and tags a repository has: one request, whatever the number of files.

    :raises RemoteError: ``rli.fetch``.
    """
    fetched = fetcher.fetch(repo.refs_url, limit=_MAX_ANSWER, also_allowed=(_below(repo.refs_url),))
    assert fetched is not None
    refs = refs_from(fetched.body)
    if refs is None:
        raise RemoteError(
            Kind.RLI_FETCH, f"{shown(repo.refs_url)}: the answer is not a list of branches and tags"
        )
    return refs


def refs_from(answer: bytes) -> Refs | None:
    """Read the list that ``info/refs`` gives (the smart HTTP protocol of git, version 0)."""
    heads: dict[str, str] = {}
    tags: dict[str, str] = {}
    default = None
    try:
        for line in _packets(answer):
            text, _, capabilities = line.decode("utf-8", "surrogateescape").rstrip("\n").partition("\0")
            symref = re.search(r"(?:^| )symref=HEAD:refs/heads/(\S+)", capabilities)
            default = symref[1] if symref else default
            commit, _, name = text.partition(" ")
            if not _COMMIT.fullmatch(commit):
                continue
            if name.startswith("refs/heads/"):
                heads[name.removeprefix("refs/heads/")] = commit
            elif name.startswith("refs/tags/"):
                # An annotated tag comes twice: itself, then with ^{} the commit that it names.
                tags[name.removeprefix("refs/tags/").removesuffix("^{}")] = commit
    except ValueError:
        return None
    return Refs(heads=heads, tags=tags, default=default)


def file_at_commit(file: RawFile, refs: Refs) -> FileAtCommit:
    """Find the commit and the path that a URL means.

    :raises GoneError: if no branch or tag fits.
    :raises RemoteError: ``rli.fetch`` if more than one does.
    """
    parts = file.rest.split("/")
    spaces: dict[str, Mapping[str, str]] = {"heads": refs.heads, "tags": refs.tags}
    if parts[0] == "refs" and len(parts) > 3 and parts[1] in spaces:
        spaces = {parts[1]: spaces[parts[1]]}
        parts = parts[2:]
    found: dict[tuple[str, int], str] = {}
    if parts[0] == "HEAD" and refs.default is not None and refs.default in refs.heads:
        found["heads", 1] = refs.heads[refs.default]
    for length in range(1, len(parts)):
        name = unquote("/".join(parts[:length]), errors="surrogateescape")
        for space, names in spaces.items():
            if name in names:
                found[space, length] = names[name]
    if not found:
        what = f"{file.repo} has no branch or tag with which {shown('/'.join(parts))} begins"
        raise GoneError(Kind.RLI_FETCH, f"{shown(file.url)}: {what}; was it renamed or deleted?")
    if len({(length, commit) for (_, length), commit in found.items()}) > 1:
        choices = [f"refs/{space}/{'/'.join(parts[:length])}" for space, length in sorted(found)]
        what = (
            f"it can mean {' or '.join(shown(choice) for choice in choices)}; write one of these in the URL"
        )
        raise RemoteError(Kind.RLI_FETCH, f"{shown(file.url)}: {what}")
    (_, length), commit = next(iter(found.items()))
    path = "/".join(parts[length:])
    return FileAtCommit(commit=commit, path=None if path == file.shortest_path else path)


def check_commit(fetcher: Fetcher, file: RawFile, refs: Refs) -> None:
    """Be sure that a commit named in a URL is one of the repository itself.

    GitHub serves the commits of every fork under the name of the repository that was forked: a list
    of trusted owners does not keep a stranger's commit out.

    :raises RemoteError: ``rli.blocked`` if it is in no branch that was looked at.
    """
    commit = file.commit
    if commit is None or commit in refs.heads.values() or commit in refs.tags.values():
        return
    first = [refs.default] if refs.default is not None and refs.default in refs.heads else []
    releases = [name for name in refs.heads if re.search(r"release|stable|\d", name)]
    branches = list(dict.fromkeys([*first, *sorted(releases), *sorted(refs.heads)]))
    for branch in branches[:_BRANCHES_TRIED]:
        if _is_within(fetcher, file.repo, branch, commit):
            return
    what = f"commit {commit} is in no branch of {file.repo} that was looked at, so it may be a fork's"
    raise RemoteError(Kind.RLI_BLOCKED, f"{shown(file.url)}: {what}; name a commit of one of its branches")


def _is_within(fetcher: Fetcher, repo: Repo, branch: str, commit: str) -> bool:
    url = repo.compare_url(branch, commit)
    try:
        fetched = fetcher.fetch(url, limit=_MAX_ANSWER, also_allowed=(_below(url),))
        assert fetched is not None
        answer = json.loads(fetched.body)
    except GoneError:
        return False
    except (ValueError, RecursionError):
        raise RemoteError(Kind.RLI_FETCH, f"{shown(url)}: the answer is not JSON") from None
    return isinstance(answer, dict) and answer.get("status") in {"behind", "identical"}


def _packets(answer: bytes) -> Iterator[bytes]:
    """Split git's framing: four hexadecimal digits of length, themselves counted, then the line."""
    if not re.match(rb"[0-9a-f]{4}# service=git-upload-pack\n", answer):
        raise ValueError("not an answer of git")
    position = 0
    while position < len(answer):
        size = int(answer[position : position + 4], 16)
        if size == 0:
            position += 4
            continue
        if size < 4 or position + size > len(answer):
            raise ValueError("a line of impossible length")
        yield answer[position + 4 : position + size]
        position += size


def _below(url: str) -> str:
    """Allow exactly one repository's answers, and not for authors: only for this question."""
    return url[: url.rindex("/") + 1]
