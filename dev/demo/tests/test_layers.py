"""The demo's territories."""
import sys
from pathlib import Path

from shapely.geometry import Point, shape

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from layers import FREE, outlines

PLACES = {"west": [(24.0, 60.0), (24.1, 60.1)], "east": [(24.3, 60.0), (24.2, 60.1), (24.3, 60.2)]}


def test_each_area_holds_its_places_and_no_others():
    areas = {key: shape(area) for key, area in outlines(PLACES).items()}
    for key, area in areas.items():
        for owner, places in PLACES.items():
            assert all(area.contains(Point(place)) == (owner == key) for place in places)
    assert areas["west"].intersection(areas["east"]).area < 1e-9


def test_free_areas_are_outlines():
    for _kind, corners in FREE.values():
        assert shape({"type": "Polygon", "coordinates": [corners + corners[:1]]}).is_valid
