"""Areas as GeoJSON (RFC 7946), in the form that :mod:`.geojson` recognises as this addon's own."""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, Optional, Tuple

from .geojson import OWN_MARK

VERSION = 1


def write_areas(rows: Iterable[Tuple[Dict[str, Any], Optional[str]]]) -> str:
    """Return the text of a file.

    Parameters
    ----------
    rows
        The properties of each area and its outline as the text of a GeoJSON geometry, None without.
    """
    features = [
        {
            "type": "Feature",
            "properties": {key: value for key, value in properties.items() if value not in (None, False, "")},
            "geometry": json.loads(outline) if outline else None,
        }
        for properties, outline in rows
    ]
    document = {"type": "FeatureCollection", OWN_MARK: VERSION, "features": features}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
