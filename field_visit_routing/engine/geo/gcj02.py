"""GCJ-02, the datum of maps published in mainland China.

The transformation is the one published in reverse-engineered form since 2010 (described in
English Wikipedia's "Restrictions on geographic data in China", section GCJ-02): an offset of
some hundred metres, a sum of sines of longitude and latitude on the Krasovsky ellipsoid.
It holds within the mainland only; Hong Kong, Macao, Taiwan and the neighbours use WGS-84.
"""

from __future__ import annotations

from math import cos, pi, radians, sin, sqrt
from typing import Tuple

#: Krasovsky 1940: semi-major axis in metres and squared eccentricity.
AXIS_M = 6_378_245.0
ECCENTRICITY_2 = 0.00669342162296594323

Position = Tuple[float, float]

#: A coarse outline of the mainland as (lon, lat) degrees, clockwise from the north-west.
#: Within some kilometres of the land border it decides by this line alone.
MAINLAND: Tuple[Position, ...] = (
    (73.5, 39.5), (74.9, 40.5), (76.9, 41.0), (80.2, 42.1), (80.3, 45.0), (82.5, 45.3),
    (83.0, 47.2), (85.6, 47.1), (85.8, 48.4), (87.8, 49.2), (91.0, 46.9), (90.9, 45.2),
    (95.4, 44.3), (96.4, 42.7), (101.8, 42.6), (105.0, 41.6), (107.5, 42.4), (110.4, 42.7),
    (112.0, 43.8), (111.9, 45.1), (114.5, 45.4), (116.2, 46.3), (119.9, 46.7), (118.5, 47.9),
    (115.5, 47.9), (116.7, 49.8), (119.3, 50.3), (120.8, 53.3), (122.3, 53.55), (123.6, 53.6), (126.0, 52.9),
    (127.6, 50.0), (130.7, 48.9), (131.0, 47.7), (134.8, 48.4), (133.1, 45.1), (131.0, 44.9),
    (131.3, 43.4), (130.6, 42.4), (129.7, 42.4), (128.0, 42.0), (126.9, 41.7), (124.42, 40.08),
    (123.8, 39.6), (121.3, 38.5), (122.9, 37.4), (120.7, 35.6), (122.2, 31.9), (123.0, 30.5),
    (121.9, 27.7), (119.9, 25.7), (119.2, 25.0), (118.55, 24.6), (118.25, 24.52), (118.2, 24.42), (118.1, 24.3), (117.0, 23.3),
    (114.9, 22.4), (114.45, 22.54), (114.25, 22.55), (114.06, 22.51), (113.95, 22.47),
    (113.75, 22.35), (113.62, 22.22), (113.55, 22.215), (113.525, 22.19), (113.52, 22.09),
    (113.0, 21.7),
    (111.0, 21.1), (111.4, 19.9), (110.0, 18.1), (108.4, 18.5), (108.7, 20.2), (108.0, 21.54),
    (106.7, 22.0), (105.3, 23.3), (103.9, 22.5), (102.4, 22.7), (101.7, 21.2), (100.0, 21.6),
    (98.8, 23.2), (97.6, 23.9), (98.6, 25.9), (98.3, 27.6), (97.4, 28.3), (94.0, 29.1),
    (91.7, 27.8), (89.0, 27.4), (86.0, 28.0), (81.4, 30.1), (78.8, 31.3), (78.8, 34.0),
    (76.2, 35.6), (74.5, 37.3),
)


def to_gcj02(lat: float, lon: float) -> Position:
    """Return ``(lat, lon)`` in GCJ-02 within the mainland, unchanged elsewhere."""
    if not in_mainland(lat, lon):
        return lat, lon
    north_m, east_m = _offsets(lon - 105.0, lat - 35.0)
    curvature = 1.0 - ECCENTRICITY_2 * sin(radians(lat)) ** 2
    meridian_m = AXIS_M * (1.0 - ECCENTRICITY_2) / curvature**1.5
    parallel_m = AXIS_M / sqrt(curvature) * cos(radians(lat))
    return (
        lat + north_m * 180.0 / (meridian_m * pi),
        lon + east_m * 180.0 / (parallel_m * pi),
    )


def in_mainland(lat: float, lon: float) -> bool:
    """Return whether the position lies in the coarse outline (ray casting)."""
    inside = False
    lon_a, lat_a = MAINLAND[-1]
    for lon_b, lat_b in MAINLAND:
        crosses = (lat_b > lat) != (lat_a > lat)
        if crosses and lon < (lon_a - lon_b) * (lat - lat_b) / (lat_a - lat_b) + lon_b:
            inside = not inside
        lon_a, lat_a = lon_b, lat_b
    return inside


def _offsets(x: float, y: float) -> Position:
    """Return the offsets to the north and the east in the published formula's metres."""
    shared = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    root = sqrt(abs(x))
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + shared
    north += _waves(y, (20.0, 1.0), (40.0, 1.0 / 3.0), (160.0, 1.0 / 12.0), (320.0, 1.0 / 30.0))
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + shared
    east += _waves(x, (20.0, 1.0), (40.0, 1.0 / 3.0), (150.0, 1.0 / 12.0), (300.0, 1.0 / 30.0))
    return north, east


def _waves(value: float, *terms: Position) -> float:
    return sum(height * sin(value * pi * pace) for height, pace in terms) * 2.0 / 3.0
