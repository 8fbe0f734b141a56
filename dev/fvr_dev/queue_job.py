"""OCA's job queue as an addons folder of its own, for the tests of the addon that joins the two."""
import shutil

from . import process
from .console import step
from .paths import CACHE, DEV
from .stamps import Stamp, of_files

_LOCK = DEV / "requirements-queue-job.lock"


def ensure(installation):
    """Return the addons folder with ``queue_job`` for ``installation``; pip fetches it when missing."""
    folder = CACHE / "queue_job" / installation.series
    stamp, wanted = Stamp(folder / "stamp"), of_files(_LOCK, extra=installation.series)
    addons = folder / "site" / "odoo" / "addons"
    if stamp.matches(wanted) and addons.is_dir():
        return addons
    step("fetching OCA's queue_job for Odoo %s" % installation.series)
    stamp.clear()
    shutil.rmtree(folder, ignore_errors=True)
    process.run([installation.python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps",
                 "--target", folder / "site", *_wanted(installation)],
                what="Installing queue_job", remedy="Check that pip reaches its package index, and run it again.")
    stamp.write(wanted)
    return addons


def _wanted(installation):
    """Return what pip is asked for: the locked release for 14.0, the newest of the series elsewhere."""
    if installation.number == 14:
        return ["--require-hashes", "-r", _LOCK]
    return ["odoo-addon-queue-job>=%s,<%d.1dev" % (installation.series, installation.number)]
