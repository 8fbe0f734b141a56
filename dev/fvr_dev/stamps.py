"""Stamps: work whose inputs did not change is not done again."""
import hashlib
from pathlib import Path

_IGNORED = {"node_modules", "__pycache__", "dist", ".pytest_cache"}


def of_files(*roots, extra=""):
    """Return a short digest of the files below ``roots`` (names and contents) and of ``extra``."""
    digest = hashlib.sha256(extra.encode())
    for root in map(Path, roots):
        for path in _files(root):
            digest.update(str(path.relative_to(root.parent)).encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(root):
    if root.is_file():
        return [root]
    found = (path for path in root.rglob("*") if not _IGNORED.intersection(path.relative_to(root).parts))
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


class Stamp:
    """Remembers in a file for which inputs a piece of work was finished."""

    def __init__(self, path):
        self.path = Path(path)

    def matches(self, value):
        """Tell whether the work was finished for exactly these inputs."""
        return self.path.is_file() and self.path.read_text().strip() == value

    def clear(self):
        """Forget: the work begins, and an interrupted piece of work counts as not done."""
        self.path.unlink(missing_ok=True)

    def write(self, value):
        """Note down that the work is finished for the inputs ``value``."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self.path.with_name(self.path.name + ".new")
        temporary.write_text(value + "\n")
        temporary.replace(self.path)
