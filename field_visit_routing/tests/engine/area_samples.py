"""Files of areas for the tests, made anew each time: GeoJSON, KML, zipped shapefiles."""
import io
import json
import zipfile

import shapefile
from pyproj import CRS

#: A square in Helsinki, (lon, lat).
SQUARE = [(24.9, 60.1), (24.9, 60.2), (25.0, 60.2), (25.0, 60.1), (24.9, 60.1)]
BOW = [(24.0, 60.0), (25.0, 61.0), (25.0, 60.0), (24.0, 61.0), (24.0, 60.0)]
#: The same place in the metres of EPSG:3067.
SQUARE_M = [(385000.0, 6671000.0), (385000.0, 6672000.0), (386000.0, 6672000.0), (386000.0, 6671000.0),
            (385000.0, 6671000.0)]


def feature(ring=SQUARE, **properties):
    geometry = ring if isinstance(ring, dict) or ring is None else {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features, **more):
    return json.dumps(dict({"type": "FeatureCollection", "features": features}, **more), ensure_ascii=False).encode()


def kml(body, head='<?xml version="1.0" encoding="UTF-8"?>'):
    return ('%s<kml xmlns="http://www.opengis.net/kml/2.2"><Document>%s</Document></kml>' % (head, body)).encode()


def placemark(name="Kallio", ring=SQUARE, extra=""):
    corners = " ".join("%s,%s,0" % corner for corner in ring)
    return ("<Placemark><name>%s</name>%s<Polygon><outerBoundaryIs><LinearRing><coordinates>%s</coordinates>"
            "</LinearRing></outerBoundaryIs></Polygon></Placemark>" % (name, extra, corners))


def zipped(**files):
    """A zip archive; ``__`` in a name stands for its dot."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return buffer.getvalue()


def shape(*rows, encoding="utf-8", epsg=4326, cpg=None, leave_out=(), kind=shapefile.POLYGON):
    """A zipped shapefile of ``(name, rings)``, or of ``(name, [lon, lat])`` for points."""
    files = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    writer = shapefile.Writer(shapeType=kind, encoding=encoding, **files)
    writer.field("NIMI", "C", 40)
    writer.field("KOODI", "C", 10)
    for number, (name, rings) in enumerate(rows, start=1):
        if rings is None:
            writer.null()
        else:
            (writer.poly if kind == shapefile.POLYGON else lambda point: writer.point(*point))(rings)
        writer.record(name, "%03d" % number)
    writer.close()
    parts = {"areas__" + suffix: stream.getvalue() for suffix, stream in files.items()}
    if epsg:
        parts["areas__prj"] = CRS(epsg).to_wkt("WKT1_ESRI")
    if cpg:
        parts["areas__cpg"] = cpg
    return zipped(**{name: content for name, content in parts.items() if name[7:] not in leave_out})
