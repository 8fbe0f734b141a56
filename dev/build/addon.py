"""Builds the folder of the addon for one series."""
import os
import shutil
from pathlib import Path

from . import manifest, xmlfile
from .errors import BuildError
from .models import Models

ADDON = "field_visit_routing"
SKIPPED_NAMES = {"__pycache__", ".pytest_cache", ".hypothesis", "node_modules"}


def sources(root):
    """Return the folders of the addon and of its siblings, which join it to other addons."""
    siblings = sorted(path.parent for path in root.glob(ADDON + "_*/__manifest__.py"))
    return [root / ADDON, *siblings]


def build(source, destination, series, link=False):
    """Build the addon of ``source`` below ``destination`` and return its new folder.

    With ``link`` Python files are symbolic links to the source, so that tracebacks and
    coverage point there.  The new folder replaces an older one only when it is complete.
    """
    source, destination = Path(source), Path(destination)
    target = destination / source.name
    fresh = destination / (".%s.new" % source.name)
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        write(source, fresh, series, link)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return target


def write(source, target, series, link):
    """Write all files of the addon for ``series`` into ``target``."""
    files = source_files(source, series)
    changed, extra = manifest.for_series(manifest.read(source), series, files)
    models = Models.read(source)
    for path in files:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if is_data(path):
            write_data(source / path, target / path, series, models)
        else:
            write_plain(source / path, target / path, link)
    for path, content in extra.items():
        if path in files:
            raise BuildError("this name is taken by the build", "rename the file", file=path)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(content)
    manifest_file = target / "__manifest__.py"
    manifest_file.unlink()
    manifest_file.write_text(manifest.render(changed), encoding="utf-8")


def source_files(source, series):
    """Return the paths of the files that belong to the addon of a series, sorted."""
    other = manifest.left_out(series) + "/"
    found = []
    for folder, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if name not in SKIPPED_NAMES)
        base = Path(folder).relative_to(source)
        found += [(base / name).as_posix() for name in names
                  if not name.endswith(".pyc") and not name.startswith(".")]
    if not found:
        raise BuildError("no addon there", "give the folder of the addon", file=str(source))
    return sorted(path for path in found if not path.startswith(other))


def is_data(path):
    """Tell whether a file goes through the rules."""
    return path.endswith(".xml") and not path.startswith("static/")


def write_data(source, target, series, models):
    """Write one data file in the dialect of ``series``."""
    target.write_bytes(xmlfile.rewrite(source.read_bytes(), series, str(source), models))
    shutil.copymode(source, target)


def write_plain(source, target, link):
    """Copy one file byte for byte, or link it when it is Python and that is wanted."""
    if link and source.suffix == ".py":
        target.symlink_to(source.resolve())
    else:
        shutil.copy2(source, target)
