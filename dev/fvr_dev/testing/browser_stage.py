"""Browser tests and examples, against a demo server of their own."""
import os
import shutil
import subprocess
import time

from .. import demo
from ..console import step
from ..errors import DevError
from ..paths import CHECKOUT, DEV, ODOO14, REPORTS
from ..postgres import _is_root
from . import log_scanner
from .pytest_run import pytest
from .summary import Result

STAGE = "e2e"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def run(installation, server, data, arguments):
    """Start a fresh demo server and run ``e2e/`` (browser tests and examples) against it."""
    browser = find_browser()
    began = time.monotonic()
    instance = demo.Instance(installation, data / ("e2e-" + installation.series), server=server, name="e2e")
    instance.reset()
    try:
        access = instance.start()
        result = _test(access, browser, arguments)
    finally:
        instance.stop()
    findings = tuple(log_scanner.scan(instance.log))
    shutil.copy(str(instance.log), str(REPORTS / "e2e-server.log"))
    instance.reset()
    return Result(STAGE, result.counts, time.monotonic() - began, result.exit_code, findings)


def find_browser():
    """Return the path of a Chromium; root gets Debian's installed when there is none.

    Raises
    ------
    DevError
        When there is none and this user cannot install one.
    """
    found = _installed_browser()
    if not found and _is_root() and shutil.which("apt-get"):
        step("installing Chromium for the browser tests")
        subprocess.run(["apt-get", "-qq", "update"], check=False)
        subprocess.run(["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"],
                       check=False, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"), stdout=subprocess.DEVNULL)
        found = _installed_browser()
    if not found:
        raise DevError("The browser tests need Chromium. As root: apt-get install --no-install-recommends chromium")
    return found


def _installed_browser():
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


def _test(access, browser, arguments):
    folder = CHECKOUT / "e2e"
    environment = dict(os.environ, PYTHONPATH=str(DEV), FVR_URL=access["url"], FVR_DB=access["db"],
                       FVR_LOGIN=access["login"], FVR_PASSWORD=access["password"], FVR_SIGN_IN=access["sign_in"],
                       FVR_BROWSER=browser)
    options = ["-p", "no:odoo", "-p", "no:cacheprovider", "--rootdir", folder]
    return pytest(STAGE, ODOO14 / "venv" / "bin" / "python", [*options, *arguments, folder],
                  environment=environment, folder=folder)
