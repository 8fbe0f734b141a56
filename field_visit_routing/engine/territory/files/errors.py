"""Why a file of areas cannot be used as a whole."""

from __future__ import annotations

from typing import Union

from ...errors import EngineError


class AreaFileError(EngineError):
    """A file that cannot be read; what is wrong with a single area is told with that area.

    ``code`` is one of
    ``too_big`` (limit), ``unpacked_too_big`` (limit), ``bad_zip``, ``locked_zip`` (file), ``no_file_in_zip``,
    ``several_files`` (names), ``missing_part`` (file, part), ``unknown_kind``,
    ``encoding`` (file, encoding, place), ``unknown_encoding`` (encoding), ``bad_json`` (line, column, detail),
    ``topojson``, ``bad_xml`` (line, detail), ``doctype``, ``bad_shapefile`` (file, detail),
    ``no_polygons`` (kinds), ``no_areas``, ``too_many_areas`` (limit), ``too_many_corners`` (count, limit),
    ``too_many_to_shift`` (count, limit), ``no_projection`` (file), ``bad_projection`` (file, text),
    ``unknown_projection`` (text), ``other_projection`` (name, authority),
    ``in_metres`` (number, label, x, y), ``exchanged`` (number, label, lat, lon).
    """

    def __init__(self, code: str, **params: Union[str, int, float]) -> None:
        super().__init__(code, params)
