"""The stages that need no Odoo: engine, front end, development program, linters."""
import os
import shutil
import subprocess
import time

from .. import frontend
from ..paths import ADDON, CACHE, CHECKOUT, DEV, ODOO14, REPORTS
from . import junit
from .pytest_run import pytest
from .summary import Result

_PYTHON = ODOO14 / "venv" / "bin" / "python"


def engine(arguments):
    """Run the engine's tests: plain pytest, no database."""
    folder = CHECKOUT / ADDON / "tests" / "engine"
    return pytest("engine", _PYTHON, [*arguments, folder], environment=_environment(), folder=folder)


def build(arguments):
    """Run the tests of the development program and the checks of all six builds."""
    folder = DEV / "tests"
    options = ["-p", "no:odoo", "-p", "no:cacheprovider", "--rootdir", folder]
    others = [tests for tests in (DEV / "demo" / "tests",) if tests.is_dir()]
    return pytest("build", _PYTHON, [*options, *arguments, folder, *others], environment=_environment(), folder=folder)


def front_end(arguments):
    """Run the front end's unit tests."""
    began = time.monotonic()
    environment = frontend.install()
    report = REPORTS / "frontend.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = ["npm", "test", "--silent", "--", "--reporter=default", "--reporter=junit",
               "--outputFile.junit=%s" % report, *arguments]
    code = subprocess.run(command, cwd=str(frontend.FOLDER), env=environment).returncode
    return Result("frontend", junit.read(report), time.monotonic() - began, code)


def lint(arguments):
    """Run the linters over what is tracked."""
    began = time.monotonic()
    code = subprocess.run([str(_PYTHON), "-m", "ruff", "check", "--quiet", *arguments, "."], cwd=str(CHECKOUT),
                          env=_environment()).returncode
    if shutil.which("npm") and (frontend.FOLDER / "node_modules").is_dir():
        code = code or subprocess.run(["npm", "run", "--silent", "lint"], cwd=str(frontend.FOLDER),
                                      env=frontend.node_environment()).returncode
    return Result("lint", seconds=time.monotonic() - began, exit_code=code, counts_tests=False)


def _environment():
    """Return the environment for Python programs that import the engine or ``fvr_dev``."""
    return dict(os.environ, PYTHONPATH=str(DEV), RUFF_CACHE_DIR=str(CACHE / "ruff"))
