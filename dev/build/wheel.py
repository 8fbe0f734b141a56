"""An installable wheel per series, named as the Odoo Community Association names them.

Up to 14.0 the series is part of the name of a package (``odoo14-addon-…``); from 15.0 on the
version alone tells it.  The addon lands in the namespace ``odoo.addons``, where Odoo finds it
without an entry in its addons path.
"""
import base64
import hashlib

from . import archive
from .addon import ADDON
from .series import label

PYTHON = {14: ">=3.6", 15: ">=3.8", 16: ">=3.10", 17: ">=3.10", 18: ">=3.10", 19: ">=3.10"}
TAG = "py3-none-any"
NAMESPACE = "odoo/addons"
#: Addons of the Odoo Community Association that siblings of the addon join it to.
OCA_ADDONS = {"queue_job"}


def package_name(addon, series):
    """Return the name of the package of ``addon``."""
    prefix = "odoo14-addon-" if series == 14 else "odoo-addon-"
    return prefix + addon.replace("_", "-")


def build(folder, manifest, series, destination, texts):
    """Write the wheel of the addon in ``folder``; ``texts`` are its licence and its readme."""
    addon, version = folder.name, manifest["version"]
    name = package_name(addon, series)
    base = "%s-%s" % (name.replace("-", "_"), version)
    info = base + ".dist-info"
    files = archive.read_folder(folder, "%s/%s" % (NAMESPACE, addon))
    files[info + "/METADATA"] = metadata(name, manifest, series, texts["readme"]).encode()
    files[info + "/WHEEL"] = wheel_file().encode()
    files[info + "/licenses/LICENSE"] = texts["license"].encode()
    files[info + "/top_level.txt"] = b"odoo\n"
    files[info + "/RECORD"] = record(files, info).encode()
    return archive.write(destination / ("%s-%s.whl" % (base, TAG)), files)


def requirements(manifest, series):
    """Return what pip has to install beside the addon."""
    versions = ">=%sa,<%d.1dev" % (label(series), series)
    addons = [package_name(name, series) + versions for name in manifest.get("depends", [])
              if name == ADDON or name in OCA_ADDONS]
    python = manifest.get("external_dependencies", {}).get("python", [])
    return ["odoo" + versions] + sorted(addons) + sorted(python)


def metadata(name, manifest, series, readme):
    """Return the text of the METADATA file."""
    lines = ["Metadata-Version: 2.1", "Name: " + name, "Version: " + manifest["version"],
             "Summary: " + manifest["summary"], "Author: " + manifest["author"],
             "License: " + manifest["license"], "Classifier: Programming Language :: Python",
             "Classifier: Framework :: Odoo", "Classifier: Framework :: Odoo :: " + label(series),
             "Classifier: License :: OSI Approved :: "
             "GNU Lesser General Public License v3 (LGPLv3)",
             "Requires-Python: " + PYTHON[series]]
    lines += ["Requires-Dist: " + requirement for requirement in requirements(manifest, series)]
    lines += ["Description-Content-Type: text/x-rst", "", readme]
    return "\n".join(lines)


def wheel_file():
    """Return the text of the WHEEL file."""
    return ("Wheel-Version: 1.0\nGenerator: field_visit_routing dev/build\n"
            "Root-Is-Purelib: true\nTag: %s\n" % TAG)


def record(files, info):
    """Return the list of files with their checksums."""
    rows = ["%s,sha256=%s,%d" % (name, checksum(content), len(content))
            for name, content in sorted(files.items())]
    return "\n".join(rows + [info + "/RECORD,,"]) + "\n"


def checksum(content):
    """Return a checksum as wheels write it."""
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
