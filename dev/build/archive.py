"""Archives that are the same bytes whenever the same files go in."""
import zipfile

MOMENT = (1980, 1, 1, 0, 0, 0)
FILE_MODE = 0o100644


def write(path, files):
    """Write a zip of ``files`` (name → bytes), sorted, with one fixed time for all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            add(archive, name, files[name])
    fresh.replace(path)
    return path


def add(archive, name, content):
    """Add one file to an open archive."""
    entry = zipfile.ZipInfo(name, MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = FILE_MODE << 16
    entry.create_system = 3
    archive.writestr(entry, content)


def read_folder(folder, prefix):
    """Return the files below ``folder`` as name → bytes, each name behind ``prefix``."""
    return {"%s/%s" % (prefix, path.relative_to(folder).as_posix()): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}
