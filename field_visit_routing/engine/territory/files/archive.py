"""Files out of a zip archive, within bounds."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import Dict, List

from .errors import AreaFileError
from .types import MAX_UNPACKED_BYTES

#: What an archive of areas may hold more than once without being meant.
_HIDDEN = ("__MACOSX/", ".")
_AREA_SUFFIXES = (".shp", ".geojson", ".json", ".kml", ".kmz")
_MAX_ENTRIES = 2_000


def is_archive(content: bytes) -> bool:
    """Return whether the content is a zip archive."""
    return content[:4] in (b"PK\x03\x04", b"PK\x05\x06")


class Archive:
    """A zip archive whose members are read into memory, never more than the bound together."""

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, EOFError, OSError):
            raise AreaFileError("bad_zip") from None
        entries = [entry for entry in self._zip.infolist() if not entry.is_dir()]
        self._entries = {entry.filename: entry for entry in entries if not _is_hidden(entry.filename)}
        # an entry is read no further than the size that it states: so the statement is a bound
        if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise AreaFileError("unpacked_too_big", limit=MAX_UNPACKED_BYTES // 1_000_000)

    def area_files(self) -> List[str]:
        """Return the names of the members that may hold areas."""
        return sorted(name for name in self._entries if name.lower().endswith(_AREA_SUFFIXES))

    def read(self, name: str) -> bytes:
        """Return the content of a member."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise AreaFileError("locked_zip", file=name)
        try:
            return self._zip.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
            raise AreaFileError("bad_zip") from None

    def companions(self, name: str) -> Dict[str, str]:
        """Return ``{suffix: member}`` of the files beside ``name`` that differ in the suffix only."""
        stem = name.rsplit(".", 1)[0].lower()
        beside = [other for other in self._entries if other.rsplit(".", 1)[0].lower() == stem]
        return {PurePosixPath(other).suffix.lower(): other for other in beside}


def _is_hidden(name: str) -> bool:
    return name.startswith(_HIDDEN[0]) or PurePosixPath(name).name.startswith(_HIDDEN[1])
