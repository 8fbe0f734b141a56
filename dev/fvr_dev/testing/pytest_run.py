"""Runs pytest in a process of its own and reads its report."""
import subprocess
import time

from ..paths import REPORTS
from . import junit
from .summary import Result

_NOTHING_COLLECTED = 5


def pytest(stage, python, arguments, *, environment, folder, name=None):
    """Run pytest with ``arguments`` in ``folder`` and return the `Result` of ``stage``."""
    report = REPORTS / ((name or stage) + ".xml")
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [python, "-m", "pytest", "-q", "--junitxml", report, "-o", "junit_family=xunit2", *arguments]
    began = time.monotonic()
    code = subprocess.run([str(part) for part in command], cwd=str(folder), env=environment).returncode
    counts = junit.read(report)
    return Result(stage, counts, time.monotonic() - began, 0 if code == _NOTHING_COLLECTED else code)
