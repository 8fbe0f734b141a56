"""Files of areas that the tests of import, export and the dialog share."""
import base64
import io
import json
import zipfile

import shapefile

from .ground_case import GroundCase

BOW = [[24.0, 60.0], [25.0, 61.0], [25.0, 60.0], [24.0, 61.0], [24.0, 60.0]]


def square(west=24.9, south=60.1, size=0.1):
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(ring=None, **properties):
    geometry = {"type": "Polygon", "coordinates": [ring or square()]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def collection(*features, **more):
    return base64.b64encode(json.dumps(dict({"type": "FeatureCollection", "features": features}, **more)).encode())


def zipped_shapes(name, ring, prj=None, encoding="utf-8"):
    parts = {suffix: io.BytesIO() for suffix in ("shp", "shx", "dbf")}
    writer = shapefile.Writer(shapeType=shapefile.POLYGON, encoding=encoding, **parts)
    writer.field("NAME", "C", 40)
    writer.poly([ring])
    writer.record(name)
    writer.close()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for suffix, stream in parts.items():
            archive.writestr("areas." + suffix, stream.getvalue())
        if prj:
            archive.writestr("areas.prj", prj)
    return base64.b64encode(buffer.getvalue())


class AreaFileCase(GroundCase):
    def setUp(self):
        super().setUp()
        self.territories = self.env["field.visit.territory"].with_user(self.manager_user)

    def take(self, content, user=None, **options):
        territories = self.territories.with_user(user) if user else self.territories
        return territories.import_areas(content, "areas.geojson", dict({"company_id": self.company.id}, **options))

    def areas(self):
        return self.env["field.visit.territory"].with_context(active_test=False).search([("company_id", "=", self.company.id)])
