"""Where things lie: everything in ``.cache`` of the checkout, demo data in one data folder.

The data folder is ``.cache/data``.  One case needs another: root may not run PostgreSQL, so that it
runs as an unprivileged user, who cannot enter a checkout below a closed home.  Then the data folder
is ``/var/lib/field_visit_routing/<checkout>``.  ``FVR_DATA`` overrides both.
"""
import hashlib
import os
import stat
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = CHECKOUT / ".cache"
DEV = CHECKOUT / "dev"
ODOO14 = CACHE / "odoo14"
BUILD = CACHE / "build"
TEMPLATES = CACHE / "templates"
REPORTS = CACHE / "reports"
ADDON = "field_visit_routing"
QUEUE_ADDON = "field_visit_routing_queue_job"


def is_open_to_all(path):
    """Tell whether every user of the machine may pass through ``path`` and the folders above it."""
    path = Path(path).resolve()
    return all(_mode(folder) & stat.S_IXOTH for folder in [path, *path.parents] if folder.exists())


def _mode(path):
    return path.stat().st_mode


def data_folder(checkout=CHECKOUT, environment=None, uid=None):
    """Return the data folder of ``checkout``, without creating it."""
    environment = os.environ if environment is None else environment
    if environment.get("FVR_DATA"):
        return Path(environment["FVR_DATA"]).resolve()
    needs_open_folder = (os.getuid() if uid is None else uid) == 0 and not environment.get("PGHOST")
    if needs_open_folder and not is_open_to_all(checkout):
        return Path("/var/lib") / ADDON / checkout_key(checkout)
    return Path(checkout) / ".cache" / "data"


def checkout_key(checkout=CHECKOUT):
    """Return a short name for the checkout, for places that several checkouts share."""
    return hashlib.sha256(str(Path(checkout).resolve()).encode()).hexdigest()[:8]


def make_private(folder):
    """Create ``folder`` for its owner only and return it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o755)
    folder.chmod(0o700)
    return folder
