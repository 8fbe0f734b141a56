"""Files of areas: GeoJSON, KML and shapefiles in, GeoJSON out."""

from .errors import AreaFileError
from .reading import label, read_areas
from .sizes import count_inside, size_km2
from .tree import Inside, Known, Place, Wish, guess_fields, place_wishes
from .types import AreaFile, FileArea, ReadOptions
from .whereabouts import looks_exchanged
from .writing import write_areas

__all__ = [
    "AreaFile",
    "AreaFileError",
    "FileArea",
    "Inside",
    "Known",
    "Place",
    "ReadOptions",
    "Wish",
    "count_inside",
    "guess_fields",
    "label",
    "looks_exchanged",
    "place_wishes",
    "read_areas",
    "size_km2",
    "write_areas",
]
