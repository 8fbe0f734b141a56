"""Links that hand one leg over to a navigation app."""
from urllib.parse import quote, urlencode

from ..engine.geo.gcj02 import to_gcj02

PROVIDERS = ("google", "apple", "osm", "amap")


def links(origin, target, name=""):
    """Return ``{provider: url}`` for driving from ``origin`` to ``target``.

    Both are WGS-84 ``(lat, lon)``; without an origin the app starts where the phone is.
    """
    return {
        "google": _google(origin, target),
        "apple": _apple(origin, target),
        "osm": _osm(origin, target),
        "amap": _amap(origin, target, name),
    }


def _lat_lon(position):
    return "%.6f,%.6f" % position


def _google(origin, target):
    query = {"api": 1, "destination": _lat_lon(target), "travelmode": "driving"}
    if origin:
        query["origin"] = _lat_lon(origin)
    return "https://www.google.com/maps/dir/?" + urlencode(query, safe=",")


def _apple(origin, target):
    query = {"daddr": _lat_lon(target), "dirflg": "d"}
    if origin:
        query["saddr"] = _lat_lon(origin)
    return "https://maps.apple.com/?" + urlencode(query, safe=",")


def _osm(origin, target):
    route = ";".join(_lat_lon(place) for place in (origin, target) if place)
    if not origin:
        return "https://www.openstreetmap.org/?mlat=%.6f&mlon=%.6f#map=17/%.6f/%.6f" % (
            target + target)
    return "https://www.openstreetmap.org/directions?engine=fossgis_osrm_car&route=" + route


def _amap(origin, target, name):
    """Amap (Gaode) counts longitude first and in its own datum, GCJ-02, within the mainland."""
    query = {"to": _lon_lat_gcj02(target, name or "stop"), "mode": "car",
             "coordinate": "gaode", "callnative": 1, "src": "field_visit_routing"}
    if origin:
        query["from"] = _lon_lat_gcj02(origin, "start")
    return "https://uri.amap.com/navigation?" + urlencode(query, safe=",", quote_via=quote)


def _lon_lat_gcj02(position, name):
    lat, lon = to_gcj02(*position)
    return "%.6f,%.6f,%s" % (lon, lat, name.replace(",", " "))
