"""The demo's free areas."""
import sys
from pathlib import Path

from shapely.geometry import shape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from layers import FREE


def test_free_areas_are_outlines():
    for _kind, corners in FREE.values():
        assert shape({"type": "Polygon", "coordinates": [corners + corners[:1]]}).is_valid
