"""The Makefile's promises: what each task calls, and a set-up that is whole or not there.

Changes when a task or the way of setting up changes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from variantdocs.sphinx_patches.versions.tested import TESTED

ROOT = Path(__file__).parents[1]
TASKS = frozenset(
    {
        "help",
        "setup",
        "html",
        "serve",
        "check",
        "lint",
        "format",
        "reference",
        "test",
        "test-oldest",
        "test-newest",
        "test-versions",
        "bench",
        "publish",
        "clean",
    }
)
SETTING_UP = "Setting up .venv: once, and again when requirements.txt or pyproject.toml change.\n"
INSTALL = "install --quiet --disable-pip-version-check --no-compile --no-deps"
PIP_INSTALL = f"-m pip {INSTALL}"
PINNED_PIP = f"{INSTALL} -c requirements.txt pip"
INSTALLING_THE_SITE = (
    f".venv/bin/python {PIP_INSTALL} -r requirements.txt\n"
    f".venv/bin/python {PIP_INSTALL} --no-build-isolation -e .\n"
)
SITE_STEPS = (
    "rm -f .venv/.installed\n"
    "{python} -m venv --clear .venv\n"
    f".venv/bin/python -m pip {PINNED_PIP}\n{INSTALLING_THE_SITE}"
)
SITE_STEPS_WITH_OUTER_PIP = (
    "rm -f .venv/.installed\n"
    "{python} -m venv --clear --without-pip .venv\n"
    f"{{python}} -m pip --python .venv/bin/python {PINNED_PIP}\n{INSTALLING_THE_SITE}"
)
KNOWN_CONFLICT = r"sphinx-rtd-theme 3\.1\.0 .* docutils 0\.23\."
ADDING_TOOLS = "Adding the tools of the tests and checks to .venv.\n"
TOOL_STEPS = f"rm -f .venv/.installed\n.venv/bin/python {PIP_INSTALL} -r requirements-dev.txt\n"
WITH_TOOLS = ("test", "check", "lint", "format", "bench", "setup")
WITHOUT_TOOLS = ("html", "serve", "publish")


def make(*args: str, cwd: Path = ROOT, **env: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person would: not as the child of the make that runs these tests."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("MAKE", "MFLAGS", "PYTHON"))}
    return subprocess.run(
        ["make", *args],
        cwd=cwd,
        env=inherited | {"LC_ALL": "C"} | env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def ready(tmp_path: Path) -> Path:
    """A folder with the project's Makefile, and a set-up that counts as done."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").mkdir()
    for name in ("requirements.txt", "requirements-dev.txt", "pyproject.toml"):
        (tmp_path / name).touch()
    for stamp in (".venv/.installed", ".venv/.installed-dev"):
        (tmp_path / stamp).touch()
    return tmp_path


@pytest.fixture
def fresh(ready: Path) -> Path:
    """The same before any set-up, with a ``python`` whose venv and pip only say what they do.

    Its pip fails while there is a file ``broken``. It is too old to install into other environments.
    """
    shutil.rmtree(ready / ".venv")
    inner = ready / "inner"
    inner.write_text('#!/bin/sh\necho "$*" >> calls\n[ ! -e broken ]\n', encoding="utf-8")
    outer = ready / "python"
    outer.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = -c ]; then exit 0; fi\n'
        'echo "$*" >> calls\n'
        "for folder; do :; done\n"  # the last argument
        'mkdir -p "$folder/bin" && cp inner "$folder/bin/python"\n',
        encoding="utf-8",
    )
    inner.chmod(0o755)
    outer.chmod(0o755)
    return ready


def make_older_than(file: Path, *, stamp: Path) -> None:
    """As if ``file`` had changed since ``stamp`` was made."""
    before = file.stat().st_mtime - 10
    os.utime(stamp, (before, before))


def commands(folder: Path, *args: str, **env: str) -> list[str]:
    """What make would run, line by line."""
    done = make("-n", *args, cwd=folder, **env)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_every_task_is_documented() -> None:
    listed = re.findall(r"^  make (\S+) +\S", make().stdout, flags=re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert phony
    assert set(listed) == set(phony[1].split()) == TASKS
    assert len(listed) == len(TASKS)


def test_help_is_the_default() -> None:
    assert make().stdout == make("help").stdout


@pytest.mark.parametrize(
    ("task", "command"),
    [
        ("html", "build -c . -d build/doctrees source build/html"),
        ("serve", "serve --host 127.0.0.1 --port 8000 -c . -d build/doctrees source build/html"),
        ("publish", "publish -c . -d build/doctrees source build/site"),
    ],
)
def test_a_task_is_one_command(ready: Path, task: str, command: str) -> None:
    assert commands(ready, task) == [f".venv/bin/python -m variantdocs {command}"]


def test_html_builds_one_variant_when_asked(ready: Path) -> None:
    assert commands(ready, "html", "VARIANT=byoc") == [
        ".venv/bin/python -m variantdocs build -c . -d build/doctrees -D variant=byoc source build/html"
    ]


def test_more_options_reach_the_command(ready: Path) -> None:
    assert commands(ready, "html", "ARGS=-W -j 1") == [
        ".venv/bin/python -m variantdocs build -c . -d build/doctrees -W -j 1 source build/html"
    ]
    assert commands(ready, "test", "ARGS=tests/config") == [
        ".venv/bin/python -m pytest -n 2 --dist worksteal tests/config"
    ]


def test_serve_listens_where_it_is_told(ready: Path) -> None:
    assert commands(ready, "serve", "HOST=::1", "PORT=9000") == [
        ".venv/bin/python -m variantdocs serve --host ::1 --port 9000"
        " -c . -d build/doctrees source build/html"
    ]


def test_serve_opens_a_browser_when_asked(ready: Path) -> None:
    assert commands(ready, "serve", "OPEN=1") == [
        ".venv/bin/python -m variantdocs serve --host 127.0.0.1 --port 8000 --open-browser"
        " -c . -d build/doctrees source build/html"
    ]


def test_a_name_that_the_shell_exports_is_not_taken_for_a_setting(ready: Path) -> None:
    exported = {"HOST": "laptop", "PORT": "1", "VARIANT": "server", "ARGS": "--nonsense"}
    for task in ("html", "serve", "test"):
        assert commands(ready, task, **exported) == commands(ready, task)


def test_check_lints_and_then_builds_with_warnings_as_errors(ready: Path) -> None:
    found = commands(ready, "check")
    assert found[:-1] == commands(ready, "lint")
    assert found[-1] == ".venv/bin/python -m variantdocs check -W -c . -d build/doctrees source build/html"


def test_a_first_build_installs_what_the_site_needs_and_a_second_nothing(fresh: Path) -> None:
    python = f"PYTHON={fresh / 'python'}"
    first = make("html", python, cwd=fresh)
    build = ".venv/bin/python -m variantdocs build -c . -d build/doctrees source build/html\n"
    assert (first.stdout, first.stderr) == (
        SETTING_UP + SITE_STEPS.format(python=fresh / "python") + build,
        "",
    )
    assert make("html", python, cwd=fresh).stdout == build


@pytest.fixture
def other_pip(ready: Path) -> Callable[[str], dict[str, str]]:
    """Make the variables with which this Python has another pip; takes the source of its module."""

    def put(source: str) -> dict[str, str]:
        module = ready / "other/pip/__init__.py"
        module.parent.mkdir(parents=True)
        module.write_text(source, encoding="utf-8")
        (ready / ".venv/.installed").unlink()
        return {"PYTHONPATH": str(ready / "other")}

    return put


@pytest.mark.parametrize("version", ["22.3", "23.0.1", "26.3", "100.0.dev0"])
def test_a_pip_that_can_install_into_other_environments_installs_the_pinned_one(
    ready: Path, other_pip: Callable[[str], dict[str, str]], version: str
) -> None:
    env = other_pip(f"__version__ = '{version}'\n")
    found = make("-n", "html", f"PYTHON={sys.executable}", cwd=ready, **env)
    assert SITE_STEPS_WITH_OUTER_PIP.format(python=sys.executable) in found.stdout
    assert found.stderr == ""


@pytest.mark.parametrize("source", ["__version__ = '22.2.2'", "__version__ = '9.0'", "raise ImportError"])
def test_without_one_the_environment_gets_that_of_ensurepip_first(
    ready: Path, other_pip: Callable[[str], dict[str, str]], source: str
) -> None:
    found = make("-n", "html", f"PYTHON={sys.executable}", cwd=ready, **other_pip(source))
    assert SITE_STEPS.format(python=sys.executable) in found.stdout
    assert found.stderr == ""


def test_the_tools_go_on_top_of_a_set_up_that_is_there(fresh: Path) -> None:
    python = f"PYTHON={fresh / 'python'}"
    make("html", python, cwd=fresh)
    first = make("test", python, cwd=fresh)
    test = ".venv/bin/python -m pytest -n 2 --dist worksteal \n"
    assert (first.stdout, first.stderr) == (ADDING_TOOLS + TOOL_STEPS + test, "")
    assert make("test", python, cwd=fresh).stdout == test
    assert "pip install" not in make("html", python, cwd=fresh).stdout


@pytest.mark.parametrize("task", WITH_TOOLS)
def test_a_task_that_needs_tools_installs_both_by_itself(fresh: Path, task: str) -> None:
    installed = [
        line for line in commands(fresh, task, f"PYTHON={fresh / 'python'}") if " pip install " in line
    ]
    assert [line.rpartition(" ")[2] for line in installed] == [
        "pip",
        "requirements.txt",
        ".",
        "requirements-dev.txt",
    ]


@pytest.mark.parametrize("task", WITHOUT_TOOLS)
def test_a_task_of_the_site_installs_no_tools(fresh: Path, task: str) -> None:
    installed = [
        line for line in commands(fresh, task, f"PYTHON={fresh / 'python'}") if " pip install " in line
    ]
    assert [line.rpartition(" ")[2] for line in installed] == ["pip", "requirements.txt", "."]


@pytest.mark.parametrize("changed", ["requirements.txt", "requirements-dev.txt", "pyproject.toml"])
def test_a_change_of_requirements_sets_up_again_from_nothing(ready: Path, changed: str) -> None:
    for stamp in (".venv/.installed", ".venv/.installed-dev"):
        make_older_than(ready / changed, stamp=ready / stamp)
    assert [line for line in commands(ready, "test") if line.startswith("python3 -m venv --clear ")]


def test_a_change_of_the_tools_does_not_concern_a_set_up_without_them(ready: Path) -> None:
    (ready / ".venv/.installed-dev").unlink()
    later = (ready / ".venv/.installed").stat().st_mtime + 10
    os.utime(ready / "requirements-dev.txt", (later, later))
    assert commands(ready, "html") == [
        ".venv/bin/python -m variantdocs build -c . -d build/doctrees source build/html"
    ]


@pytest.mark.parametrize("task", ["html", "setup"])
def test_a_set_up_that_failed_is_made_again_from_nothing(fresh: Path, task: str) -> None:
    (fresh / "broken").touch()
    failed = make(task, f"PYTHON={fresh / 'python'}", cwd=fresh)
    assert failed.returncode == 2
    assert not (fresh / ".venv/.installed").exists()
    (fresh / "broken").unlink()
    (fresh / "calls").unlink()
    assert make("setup", f"PYTHON={fresh / 'python'}", cwd=fresh).returncode == 0
    assert (fresh / "calls").read_text(encoding="utf-8") == (
        "-m venv --clear .venv\n"
        f"-m pip {PINNED_PIP}\n"
        f"{PIP_INSTALL} -r requirements.txt\n"
        f"{PIP_INSTALL} --no-build-isolation -e .\n"
        f"{PIP_INSTALL} -r requirements-dev.txt\n"
    )
    assert (fresh / ".venv/.installed").exists()
    assert (fresh / ".venv/.installed-dev").exists()


@pytest.mark.parametrize("changed", ["requirements.txt", "requirements-dev.txt"])
def test_a_later_set_up_that_failed_leaves_no_stamp(fresh: Path, changed: str) -> None:
    python = f"PYTHON={fresh / 'python'}"
    make("setup", python, cwd=fresh)
    for stamp in (".venv/.installed", ".venv/.installed-dev"):
        make_older_than(fresh / changed, stamp=fresh / stamp)
    (fresh / "broken").touch()
    assert make("setup", python, cwd=fresh).returncode == 2
    assert not (fresh / ".venv/.installed").exists()


def test_tools_that_failed_to_install_make_even_a_build_start_from_nothing(fresh: Path) -> None:
    python = f"PYTHON={fresh / 'python'}"
    make("html", python, cwd=fresh)
    (fresh / "broken").touch()
    assert make("test", python, cwd=fresh).returncode == 2
    assert "-m venv --clear .venv" in "\n".join(commands(fresh, "html", python))


@pytest.mark.parametrize("versions", ["oldest", "newest"])
def test_other_versions_go_on_top_of_all_pins_in_an_environment_of_their_own(
    fresh: Path, versions: str
) -> None:
    folder = fresh / "tests/versions"
    folder.mkdir(parents=True)
    (folder / f"{versions}.txt").touch()
    outer = f"PYTHON={fresh / 'python'}"
    python = f".venv-{versions}/bin/python"
    found = [
        line for line in commands(fresh, f"test-{versions}", outer) if not line.startswith(("echo", "touch"))
    ]
    assert found[-7:-1] == [
        f"{fresh / 'python'} -m venv --clear .venv-{versions}",
        f"{python} -m pip {PINNED_PIP}",
        f"{python} {PIP_INSTALL} -r requirements.txt -r requirements-dev.txt",
        f"{python} {PIP_INSTALL} -r tests/versions/{versions}.txt",
        f"{python} {PIP_INSTALL} --no-build-isolation -e .",
        f"conflicts=$({python} -m pip check) || ! echo \"$conflicts\" | grep -vx '{KNOWN_CONFLICT}'",
    ]
    assert found[-1].startswith(
        f"{python} -m pytest -n 2 --dist worksteal tests/promises tests/*/test_build.py "
    )
    assert commands(fresh, f"test-{versions}", outer, "ARGS=-x tests/pages")[-1] == (
        f"{python} -m pytest -n 2 --dist worksteal -x tests/pages"
    )


@pytest.mark.parametrize(
    ("conflicts", "status"),
    [
        (["sphinx-rtd-theme 3.1.0 has requirement docutils<0.23,>0.18, but you have docutils 0.23."], 0),
        (["sphinx-rtd-theme 3.1.0 has requirement docutils<0.23,>0.18, but you have docutils 0.24."], 2),
        (
            [
                "sphinx-rtd-theme 3.1.0 has requirement docutils<0.23,>0.18, but you have docutils 0.23.",
                "furo 2025.12.19 requires sphinx-basic-ng, which is not installed.",
            ],
            2,
        ),
        ([], 2),  # pip itself failed
    ],
    ids=["known", "other-version", "another-too", "pip-failed"],
)
def test_other_versions_may_have_only_the_known_conflict(
    fresh: Path, conflicts: list[str], status: int
) -> None:
    (fresh / "conflicts").write_text("".join(f"{line}\n" for line in conflicts), encoding="utf-8")
    (fresh / "inner").write_text('#!/bin/sh\n[ "$*" != "-m pip check" ] || { cat conflicts; exit 1; }\n')
    (fresh / "tests/versions").mkdir(parents=True)
    (fresh / "tests/versions/newest.txt").touch()
    stamp = ".venv-newest/.installed"
    assert make(stamp, f"PYTHON={fresh / 'python'}", cwd=fresh).returncode == status
    assert (fresh / stamp).exists() == (status == 0)


def test_both_versions_are_tested_one_after_the_other(ready: Path) -> None:
    (ready / "tests/versions").mkdir(parents=True)
    for versions in ("oldest", "newest"):
        (ready / f"tests/versions/{versions}.txt").touch()
        (ready / f".venv-{versions}").mkdir()
        (ready / f".venv-{versions}/.installed").touch()
    found = [line.partition(" ")[0] for line in commands(ready, "test-versions")]
    assert found == [".venv-oldest/bin/python", ".venv-newest/bin/python"]


def test_an_old_python_is_named_before_anything_is_made(fresh: Path) -> None:
    old = fresh / "old-python"
    old.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c "
        "'import sys; sys.version_info = (3, 9, 6); exec(sys.argv[2])' \"$@\"\n",
        encoding="utf-8",
    )
    old.chmod(0o755)
    done = make("html", "PYTHON=./old-python", cwd=fresh)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "variantdocs needs Python 3.11 or newer, and ./old-python is 3.9;"
        " name another: make PYTHON=python3.11"
    )
    assert not (fresh / ".venv").exists()


def test_clean_leaves_the_environment_and_the_sources(ready: Path) -> None:
    (ready / "build/html").mkdir(parents=True)
    (ready / "source").mkdir()
    assert make("clean", cwd=ready).returncode == 0
    left = {path.name for path in ready.iterdir()}
    assert left == {
        ".venv",
        "Makefile",
        "pyproject.toml",
        "requirements-dev.txt",
        "requirements.txt",
        "source",
    }


def pins(*names: str) -> dict[str, str]:
    """Package -> version, from the named files; fails on a line of any other form."""
    found = {}
    for name in names:
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if requirement := line.partition("#")[0].strip():
                pin = re.fullmatch(r"([A-Za-z0-9._-]+)==([A-Za-z0-9.]+)", requirement)
                assert pin, line
                package = canonicalize_name(pin[1])
                assert package not in found, f"{package} stands twice"
                found[package] = pin[2]
    return found


def test_every_requirement_is_pinned_once() -> None:
    assert pins("requirements.txt", "requirements-dev.txt")


def test_the_pins_are_within_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [
        Requirement(text) for text in project["project"]["dependencies"] + project["build-system"]["requires"]
    ]
    pinned = pins("requirements.txt")
    outside = [
        str(each)
        for each in asked
        if not each.specifier.contains(pinned.get(canonicalize_name(each.name), "0"))
    ]
    assert outside == []


def version_pins(name: str, python: str) -> dict[str, Version]:
    """Package -> version, as the Python of that version installs them."""
    found = {}
    for line in (ROOT / "tests/versions" / name).read_text(encoding="utf-8").splitlines():
        if text := line.partition("#")[0].strip():
            requirement = Requirement(text)
            (pin,) = requirement.specifier
            assert pin.operator == "=="
            if requirement.marker is None or requirement.marker.evaluate({"python_version": python}):
                assert canonicalize_name(requirement.name) not in found, f"{requirement.name} stands twice"
                found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


def test_other_versions_are_only_of_what_is_pinned() -> None:
    pinned = pins("requirements.txt", "requirements-dev.txt").keys()
    for python in ("3.11", "3.12", "3.13"):
        assert version_pins("oldest.txt", python).keys() <= pinned
        assert version_pins("newest.txt", python).keys() <= pinned


def test_the_ends_of_the_tested_ranges_are_tested() -> None:
    main = {name: Version(version) for name, version in pins("requirements.txt").items()}
    oldest = main | version_pins("oldest.txt", "3.11")
    newest = main | version_pins("newest.txt", "3.13")
    for name, ends in TESTED.items():
        found = [versions[canonicalize_name(name)] for versions in (oldest, newest)]
        assert tuple(f"{version.major}.{version.minor}" for version in found) == ends


ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|tmp/w|home/\w+)/"
    r"|\b(?:pypi|pythonhosted)\.org\b|\bnpmjs\.(?:org|com)\b|\b(?:deb|security)\.debian\.org\b"
)
"""Paths of a machine, and hosts of package registries: both differ from reader to reader."""


@pytest.mark.parametrize(
    "text",
    [
        "see /work/main/x",
        "/home/ann/docs",
        "--index-url https://pypi" + ".org/simple",
        "registry.npmjs" + ".org",
    ],
)
def test_a_path_of_a_machine_or_a_registry_is_recognised(text: str) -> None:
    assert ELSEWHERE.search(text)


@pytest.mark.parametrize(
    "text", ["framework/", "https://x.example/work/", "/root", "source/work/a.md", "/tmp/x"]
)
def test_other_paths_are_not(text: str) -> None:
    assert not ELSEWHERE.search(text)


def test_no_tracked_file_names_a_path_of_a_machine_or_a_registry() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path != Path(__file__):
            lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
            found += [f"{name}:{n}: {line}" for n, line in enumerate(lines, 1) if ELSEWHERE.search(line)]
    assert found == []
