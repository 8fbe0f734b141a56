"""The outlines of areas: the cells of their units made one."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from .ground import Ground, Ints

GeoJson = Dict[str, Any]
#: Corners are rounded to this many degrees: a centimetre.
GRID_DEG = 1e-7


def outlines(ground: Ground, areas: Ints, count: int) -> List[Optional[BaseGeometry]]:
    """Return the outline of each area in degrees, None for one without a unit; -1 in ``areas`` is no area."""
    cells = np.array(ground.cells)
    found: List[Optional[BaseGeometry]] = []
    for rep in range(count):
        own = cells[areas == rep]
        found.append(_in_degrees(ground, shapely.union_all(own)) if len(own) else None)
    return found


def _in_degrees(ground: Ground, shape: BaseGeometry) -> BaseGeometry:
    rounded = shapely.set_precision(ground.plane.degrees(shape), GRID_DEG)
    return _within_the_world(_surface(rounded))


def _surface(shape: BaseGeometry) -> BaseGeometry:
    """Return what has a surface: where four cells meet, rounding may leave threads."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _within_the_world(shape: BaseGeometry) -> BaseGeometry:
    """Cut a shape that reaches beyond ±180° at that line, and bring the far part to the other side."""
    west, _south, east, _north = shape.bounds
    shape = shapely.intersection(shape, box(-540.0, -90.0, 540.0, 90.0)) if _is_polar(shape) else shape
    if west >= -180.0 and east <= 180.0:
        return shape
    parts: List[Polygon] = []
    for turn in (-360.0, 0.0, 360.0):
        moved = shapely.transform(shape, lambda points, by=turn: points + (by, 0.0))
        inside = shapely.intersection(moved, box(-180.0, -90.0, 180.0, 90.0))
        parts += [part for part in shapely.get_parts(inside) if part.geom_type == "Polygon" and part.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def _is_polar(shape: BaseGeometry) -> bool:
    _west, south, _east, north = shape.bounds
    return bool(south < -90.0 or north > 90.0)


def geojson(shape: Optional[BaseGeometry]) -> Optional[GeoJson]:
    """Return a shape as GeoJSON."""
    if shape is None:
        return None
    result: GeoJson = json.loads(shapely.to_geojson(shape))
    return result


def roundness(ground: Ground, areas: Ints, rep: int) -> float:
    """Return the compactness of an area by Polsby and Popper: 4 · π · surface / perimeter², 1 for a circle."""
    own = np.array(ground.cells)[areas == rep]
    if not len(own):
        return 0.0
    shape = shapely.union_all(own)
    return float(4 * np.pi * shape.area / shape.length**2)


