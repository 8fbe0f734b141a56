"""Shops, offices and other places of an OpenStreetMap extract that a rep could visit."""
from typing import Dict, Iterator, List, Optional

import osmium
from opening_hours import NotUnderstood, parse

#: What kind of place each tag means; the first that a place has wins.
KIND_TAGS = ("shop", "amenity", "office", "healthcare", "craft", "tourism", "leisure")
#: Places without anybody to sell to.
NOT_CUSTOMERS = {
    "atm", "bench", "bicycle_parking", "bicycle_rental", "charging_station", "clock", "fountain", "parking",
    "parking_entrance", "parking_space", "post_box", "recycling", "taxi", "telephone", "toilets", "vacant",
    "vending_machine", "artwork", "attraction", "information", "viewpoint", "park", "playground", "pitch",
    "place_of_worship", "brothel", "stripclub", "erotic", "nightclub", "marketplace", "shelter",
    "music_school", "social_facility", "embassy", "waste_basket", "drinking_water", "bbq", "slipway",
}
ADDRESS_TAGS = {"street": "addr:street", "number": "addr:housenumber", "zip": "addr:postcode", "city": "addr:city"}


def read_places(pbf: str) -> List[dict]:
    """Return the named places of file ``pbf`` with a whole address and understood hours, one per name.

    Each is ``{osm_id, name, kind, street, zip, city, phone, website, lat, lon, hours}``, ``hours`` as from
    :func:`opening_hours.parse`. The order is that of the file, so that two runs agree.
    """
    by_name: Dict[str, dict] = {}
    for place in filter(None, map(_place, _tagged_nodes(pbf))):
        by_name.setdefault(place["name"].casefold(), place)
    return list(by_name.values())


def _tagged_nodes(pbf: str) -> Iterator[dict]:
    for item in osmium.FileProcessor(pbf, osmium.osm.NODE).with_filter(osmium.filter.KeyFilter("name")):
        tags = {tag.k: tag.v for tag in item.tags}
        yield dict(tags, osm_id=item.id, lat=item.location.lat, lon=item.location.lon)


def _place(node: dict) -> Optional[dict]:
    kind = _kind(node)
    address = {key: node.get(tag, "").strip() for key, tag in ADDRESS_TAGS.items()}
    hours = _hours(node.get("opening_hours", ""))
    if not kind or not hours or not all(address.values()):
        return None
    return {
        "osm_id": node["osm_id"],
        "name": node["name"].strip(),
        "kind": kind,
        "street": f"{address['street']} {address['number']}",
        "zip": address["zip"],
        "city": address["city"],
        "phone": node.get("phone") or node.get("contact:phone") or "",
        "website": node.get("website") or node.get("contact:website") or "",
        "lat": round(node["lat"], 7),
        "lon": round(node["lon"], 7),
        "hours": hours,
    }


def _kind(node: dict) -> str:
    for tag in KIND_TAGS:
        if node.get(tag):
            return "" if node[tag] in NOT_CUSTOMERS else node[tag]
    return ""


def _hours(text: str) -> dict:
    try:
        return parse(text) if text else {}
    except NotUnderstood:
        return {}
