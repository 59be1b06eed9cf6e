"""A measurement that is ended leaves none of the processes that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MEASURED = "import os, time; open('{file}', 'w').write(str(os.getpid())); time.sleep(60)"
MEASUREMENT = """
import sys
from benchmarks.measure import ended_in_order, run

with ended_in_order():
    run([sys.executable, "-c", sys.argv[1]])
"""


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
def test_what_is_measured_ends_with_the_measurement(tmp_path, sent):
    file = tmp_path / "pid"
    measured = MEASURED.format(file=file)
    process = subprocess.Popen([sys.executable, "-c", MEASUREMENT, measured], cwd=ROOT)
    until = time.monotonic() + 30
    while not (file.exists() and file.read_text()) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(sent)
    assert process.wait(30) == 128 + sent
    with pytest.raises(ProcessLookupError):
        os.kill(int(file.read_text()), 0)
