"""Ask git for an earlier state of a project: its files, and which have been renamed since."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from variantdocs.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class History:
    """The working tree of git that holds ``folder``, compared with the revision ``revision``."""

    top: Path
    revision: str

    @classmethod
    def since(cls, revision: str, folder: Path) -> History:
        """The history of the repository that holds ``folder``.

        :raises ConfigurationError: there is no such repository or revision.
        """
        top = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
        try:
            found = _git(top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
        except ConfigurationError:
            raise ConfigurationError(
                (
                    f"--since: git has no commit {revision} here; name another, or fetch it: "
                    "a shallow clone has the latest commits only",
                )
            ) from None
        return cls(top, found.decode().strip())

    def extract(self, target: Path) -> None:
        """Write all files of the revision below ``target``.

        :raises ConfigurationError: git cannot do it.
        """
        archive = _git(self.top, "archive", "--format=tar", self.revision)
        with tarfile.open(fileobj=BytesIO(archive)) as files:
            files.extractall(target, filter="data")

    def renamed(self) -> dict[str, str]:
        """old path → new path, from the top of the repository, for every file renamed since.

        A new file counts as the other end of a rename once git tracks it.
        """
        listed = _git(
            self.top, "diff", "--name-status", "--diff-filter=R", "--find-renames", "-l0", "-z", self.revision
        )
        words = listed.decode("utf-8", "surrogateescape").split("\0")[:-1]
        return dict(zip(words[1::3], words[2::3], strict=True))


def _git(folder: Path, *arguments: str) -> bytes:
    """The output of a git command.

    :raises ConfigurationError: git is missing, or refuses.
    """
    try:
        done = subprocess.run(("git", "-C", str(folder), *arguments), capture_output=True, check=False)
    except FileNotFoundError:
        raise ConfigurationError(("--since compares with an earlier commit, which needs git",)) from None
    if done.returncode != 0:
        raise ConfigurationError((done.stderr.decode("utf-8", "replace").strip(),))
    return done.stdout
