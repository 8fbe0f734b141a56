"""Release archives: a zip and a wheel per series, the addon's with the built front end."""
import shutil
import tempfile
from pathlib import Path

from . import addon, archive, manifest, wheel
from .errors import BuildError
from .series import label

#: Files that ``npm run build`` writes; without them the map stays empty.
FRONT_END = ("field_visit_map.js", "field_visit_map.css", "world.json")


def release(source, destination, series, root):
    """Write the zip and the wheel of one series into ``destination`` and return their paths.

    ``root`` is the checkout that holds LICENSE and README.rst.
    """
    if source.name == addon.ADDON:
        check_front_end(source)
    texts = {"license": read(root / "LICENSE"), "readme": read(root / "README.rst")}
    with tempfile.TemporaryDirectory() as scratch:
        folder = addon.build(source, scratch, series)
        shutil.copy2(root / "LICENSE", folder / "LICENSE")
        facts = manifest.read(folder)
        name = "%s-%s.zip" % (folder.name, facts["version"])
        zipped = archive.write(destination / name, archive.read_folder(folder, folder.name))
        return [zipped, wheel.build(folder, facts, series, destination, texts)]


def check_front_end(source):
    """Refuse to release an addon without its built front end."""
    dist = source / "static" / "dist"
    for name in FRONT_END:
        if not (dist / name).is_file():
            raise BuildError("the front end is not built: static/dist/%s is missing" % name,
                             "run `npm ci && npm run build` in frontend/", file=str(dist))


def read(path):
    """Return the text of a file of the checkout."""
    if not path.is_file():
        raise BuildError("no such file", "restore it: releases carry it", file=str(path))
    return path.read_text(encoding="utf-8")


def remove_older(destination, name, series):
    """Remove archives that an earlier version of the addon left for ``series``."""
    dashed = wheel.package_name(name, series).replace("-", "_")
    for pattern in ("%s-%s.*.zip" % (name, label(series)), "%s-%s.*.whl" % (dashed, label(series))):
        for path in Path(destination).glob(pattern):
            path.unlink()
