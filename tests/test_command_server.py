"""The commands of the tests' server do what ``python -m`` does."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PROGRAM = """
import atexit, multiprocessing, os, sys, time

atexit.register(print, "at exit")
print(sys.argv[1:], os.getcwd(), sys.path[0], os.environ["SAID"], time.tzname, __name__, sys.stdin.read())
print(multiprocessing.parent_process(), file=sys.stderr)
{last}
"""


@pytest.mark.parametrize(
    "last", ["sys.exit(3)", "sys.exit('said last')", "1 / 0", "os.kill(os.getpid(), 15)", ""]
)
def test_a_command_ends_as_python_does(commands, tmp_path, last):
    (tmp_path / "program.py").write_text(PROGRAM.format(last=last))
    env = {**os.environ, "SAID": "ünïcode", "TZ": "Pacific/Kiritimati"}
    ours = commands.run("program", "a", "b c", cwd=tmp_path, env=env)
    python = subprocess.run(
        [sys.executable, "-m", "program", "a", "b c"],
        cwd=tmp_path,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ours.returncode, ours.stdout) == (python.returncode, python.stdout)
    assert ours.stderr.splitlines()[-1:] == python.stderr.splitlines()[-1:]


def test_a_command_can_be_killed_with_all_that_it_has_started(commands, tmp_path):
    program = 'import os, time\nos.write(1, b"%d\\n" % os.fork())\ntime.sleep(60)\n'
    (tmp_path / "program.py").write_text(program)
    reading, writing = os.pipe()
    with os.fdopen(reading) as output:
        with os.fdopen(writing, "w") as file:
            command = commands.start("program", cwd=tmp_path, output=file, errors=file)
        assert sorted(int(output.readline()) > 0 for _process in range(2)) == [False, True]
        assert command.poll() is None
        command.kill_group()
        assert command.poll() == command.wait() == -9
        assert output.read() == ""  # as soon as no process can write any more


def test_what_python_decides_when_it_starts_is_refused(commands, tmp_path):
    with pytest.raises(AssertionError, match="PYTHONHASHSEED needs a Python of its own"):
        commands.run("program", cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": "77"})
