"""What is read from files of areas, and what is refused, with its place."""
import io
import json
import math
import zipfile

import pytest
from area_samples import BOW, SQUARE, SQUARE_M, feature, geojson, kml, placemark, shape, zipped
from engine.territory.files import AreaFileError, ReadOptions, looks_exchanged, read_areas, types, write_areas
from shapely.geometry import Polygon


def refused(content, options=None, name="areas.geojson", **wanted):
    with pytest.raises(AreaFileError) as caught:
        read_areas(content, name, options)
    found = dict(caught.value.params, code=caught.value.code)
    assert {key: found.get(key) for key in wanted} == wanted
    return caught.value


def one(content, options=None):
    (area,) = read_areas(content, "areas", options).areas
    return area


class TestGeoJson:
    def test_features_keep_their_outline_and_their_texts(self):
        area = one(geojson(feature(name="Kallio", code=91.0, empty=None, parent={"adcode": 310000}, list=[1])))
        assert area.area.shape.equals(Polygon(SQUARE))
        assert area.properties == {"name": "Kallio", "code": "91", "parent.adcode": "310000"}

    def test_a_single_feature_and_a_bare_geometry_are_files_as_well(self):
        for document in (feature(name="a"), feature()["geometry"]):
            assert one(json.dumps(document).encode()).area is not None

    def test_points_and_lines_are_left_out_and_counted(self):
        point = feature({"type": "Point", "coordinates": [24.9, 60.1]}, name="Town hall")
        file = read_areas(geojson(point, feature(name="Kallio")))
        assert (file.skipped, [area.number for area in file.areas]) == ({"Point": 1}, [2])
        refused(geojson(point), code="no_polygons", kinds="Point")

    def test_the_areas_of_a_collection_are_one(self):
        island = [(x + 1, y) for x, y in SQUARE]
        both = {"type": "GeometryCollection", "geometries": [feature()["geometry"], feature(island)["geometry"]]}
        assert one(geojson(feature(both))).area.shape.geom_type == "MultiPolygon"

    def test_a_crossing_is_told_with_its_feature_and_its_place(self):
        file = read_areas(geojson(feature(name="good"), feature(BOW, name="bad")))
        fault = file.areas[1].fault
        assert (file.areas[0].fault, fault.code, fault.place) == (None, "crosses_itself", (60.5, 24.5))

    @pytest.mark.parametrize("coordinates, code", [
        ([], "empty"), ([[]], "empty"), ([SQUARE[:3]], "open_ring"), ("x", "not_a_polygon"), ([5], "not_a_polygon"),
        ([[["24", "60"], ["25", "60"], ["25", "61"], ["24", "60"]]], "not_a_position"),
        ([[[24, 60], [25, math.nan], [25, 61], [24, 60]]], "not_finite"),
        ([[[24, 60], [25, 60, 1], [25, 99], [24, 60]]], "out_of_range"),
        ([[[24, 60], [25, 60], [26, 60], [24, 60]]], "crosses_itself"),
    ])
    def test_an_outline_that_is_none_is_a_fault_of_its_feature(self, coordinates, code):
        bad = feature({"type": "Polygon", "coordinates": coordinates}, name="bad")
        assert read_areas(geojson(feature(name="good"), bad)).areas[1].fault.code == code

    def test_without_an_outline_there_is_neither_area_nor_fault(self):
        area = one(geojson(feature(None, name="Town")))
        assert (area.area, area.fault, area.properties) == (None, None, {"name": "Town"})

    def test_broken_text_is_told_with_its_line(self):
        refused(b'{"type": "FeatureCollection",\n "features": [}', code="bad_json", line=2)
        refused(b'{"a":' * 100_000, code="bad_json")
        refused(b'[1, 2]', code="unknown_kind")
        refused(b'{"type": "Topology", "arcs": []}', code="topojson")
        refused(geojson(), code="no_areas")
        for nothing in (b"", b"name,zip\nKallio,00530\n", b"\x89PNG\r\n\x1a\n"):
            refused(nothing, code="unknown_kind")

    def test_another_encoding_is_refused_with_its_line_and_read_when_it_is_told(self):
        content = geojson(feature(name="黄浦区")).decode().replace("{", "\n{", 1).encode("gb18030")
        refused(content, code="encoding", encoding="utf-8", place="2", file="areas.geojson")
        assert one(content, ReadOptions(encoding="GBK")).properties["name"] == "黄浦区"
        assert one(content, ReadOptions(encoding="936")).properties["name"] == "黄浦区"
        refused(content, ReadOptions(encoding="klingon"), code="unknown_encoding", encoding="klingon")
        refused(content, ReadOptions(encoding="base64"), code="unknown_encoding")
        assert one(geojson(feature(name="Ä")).decode().encode("utf-16")).properties["name"] == "Ä"

    def test_more_areas_than_can_be_kept_are_refused(self, monkeypatch):
        monkeypatch.setattr("engine.territory.files.geojson.MAX_AREAS", 2)
        refused(geojson(*[feature(name=str(i)) for i in range(3)]), code="too_many_areas", limit=2)


class TestKml:
    def test_a_placemark_has_name_folder_and_data(self):
        data = ('<ExtendedData><Data name="code"><value>7</value></Data><SchemaData><SimpleData name="pop">12'
                "</SimpleData></SchemaData></ExtendedData>")
        area = one(kml("<Folder><name>Helsinki</name>%s</Folder>" % placemark(extra=data)))
        assert area.properties == {"name": "Kallio", "folder": "Helsinki", "code": "7", "pop": "12"}
        assert area.area.shape.equals(Polygon(SQUARE))

    def test_a_hole_and_two_parts(self):
        hole = [(24.94, 60.14), (24.94, 60.16), (24.96, 60.16), (24.96, 60.14), (24.94, 60.14)]
        inner = placemark(ring=hole).split("<outerBoundaryIs>")[1].split("</outerBoundaryIs>")[0]
        pierced = placemark().replace("</Polygon>", "<innerBoundaryIs>%s</innerBoundaryIs></Polygon>" % inner)
        assert one(kml(pierced)).area.shape.equals(Polygon(SQUARE, [hole]))
        polygon = placemark()[placemark().index("<Polygon>"):-len("</Placemark>")]
        far = polygon.replace("24.9,", "25.9,").replace("25.0,", "26.0,")
        both = kml("<Placemark><MultiGeometry>%s%s</MultiGeometry></Placemark>" % (polygon, far))
        assert one(both).area.shape.geom_type == "MultiPolygon"

    def test_kmz_is_read(self):
        assert one(zipped(doc__kml=kml(placemark()))).area is not None

    def test_points_are_left_out(self):
        point = "<Placemark><Point><coordinates>24.9,60.1</coordinates></Point></Placemark>"
        assert read_areas(kml(point + placemark())).skipped == {"Point": 1}
        refused(kml(point), code="no_polygons", kinds="Point")

    def test_faults_have_their_place(self):
        assert one(kml(placemark(ring=BOW))).fault.place == (60.5, 24.5)
        assert one(kml(placemark(ring=[("x", "y")] * 4))).fault.code == "not_a_position"
        refused(b'<?xml version="1.0"?>\n<kml>\n<Document></kml>', code="bad_xml", line=3)
        refused(b"<html><body/></html>", code="unknown_kind")
        refused(b'<?xml version="1.0" encoding="UTF-8"?><kml>\xff\xfe</kml>', code="bad_xml")

    def test_entities_never_unfold(self):
        lol = "".join('<!ENTITY l%d "%s">' % (i, "&l%d;" % (i - 1) * 10 if i else "lol" * 10) for i in range(9))
        head = '<?xml version="1.0"?><!DOCTYPE kml [%s<!ENTITY f SYSTEM "file:///etc/passwd">]>' % lol
        for body in (placemark(name="&l8;"), placemark(name="&f;")):
            refused(kml(body, head), code="doctype")


class TestShapefile:
    def test_outlines_texts_and_numbers_of_records(self):
        file = read_areas(shape(("Kallio", [SQUARE]), ("Meri", None)))
        assert [(a.number, a.properties["NIMI"], bool(a.area)) for a in file.areas] == [
            (1, "Kallio", True), (2, "Meri", False)]
        assert file.areas[0].area.shape.equals(Polygon(SQUARE))

    def test_a_hole(self):
        hole = [(24.94, 60.14), (24.96, 60.14), (24.96, 60.16), (24.94, 60.16), (24.94, 60.14)]
        assert one(shape(("Kallio", [SQUARE, hole]))).area.shape.equals(Polygon(SQUARE, [hole]))

    def test_without_prj_the_projection_has_to_be_said(self):
        content = shape(("Kallio", [SQUARE]), leave_out=["prj"])
        refused(content, code="no_projection", file="areas.shp")
        assert one(content, ReadOptions(crs="EPSG:4326")).area.shape.equals(Polygon(SQUARE))
        refused(content, ReadOptions(crs="EPSG:999999"), code="unknown_projection", text="EPSG:999999")

    def test_another_projection_is_named_and_converted_only_on_request(self):
        content = shape(("Kallio", [SQUARE_M]), epsg=3067)
        refused(content, code="other_projection", authority="EPSG:3067", name="ETRS89 / TM35FIN(E,N)")
        file = read_areas(content, "", ReadOptions(convert=True))
        west, south = file.areas[0].area.shape.bounds[:2]
        # by the national survey's formulas (JHS 197): 60°09'38.3" N, 24°55'40.5" E for E 385000, N 6671000
        assert (round(south, 3), round(west, 3), file.system) == (60.16, 24.927, "ETRS89 / TM35FIN(E,N)")

    def test_systems_that_agree_with_wgs_84_pass(self):
        for epsg in (4326, 4258, 4490, 4269):
            assert one(shape(("Kallio", [SQUARE]), epsg=epsg)).area.shape.equals(Polygon(SQUARE))
        # Paris counts from its own meridian, Pulkovo has another ellipsoid
        for epsg in (4807, 4284):
            refused(shape(("Kallio", [SQUARE]), epsg=epsg), code="other_projection", authority="EPSG:%d" % epsg)

    def test_a_prj_that_says_nothing(self):
        content = shape(("Kallio", [SQUARE]), epsg=None)
        archive = io.BytesIO(content)
        with zipfile.ZipFile(archive, "a") as file:
            file.writestr("areas.prj", 'PROJCS["rubbish')
        refused(archive.getvalue(), code="bad_projection", file="areas.shp", text='PROJCS["rubbish')

    def test_the_encoding_is_that_of_the_cpg_or_told(self):
        row = ("黄浦区", [SQUARE])
        assert one(shape(row)).properties["NIMI"] == "黄浦区"
        assert one(shape(row, encoding="gbk", cpg="936")).properties["NIMI"] == "黄浦区"
        assert one(shape(("Töölö", [SQUARE]), encoding="cp1252", cpg="ANSI 1252")).properties["NIMI"] == "Töölö"
        content = shape(("Kallio", [SQUARE]), row, encoding="gbk")
        refused(content, code="encoding", file="areas.dbf", encoding="utf-8", place="2")
        assert read_areas(content, "", ReadOptions(encoding="gbk")).areas[1].properties["NIMI"] == "黄浦区"
        refused(shape(row, cpg="Klingon"), code="unknown_encoding", encoding="Klingon")

    def test_points_are_no_areas(self):
        refused(shape(("Hall", [24.9, 60.1]), kind=1), code="no_polygons", kinds="POINT")

    def test_missing_and_damaged_parts(self):
        refused(shape(("Kallio", [SQUARE]), leave_out=["dbf"]), code="missing_part", file="areas.shp", part=".dbf")
        whole = shape(("Kallio", [SQUARE]))
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            parts = {name.replace(".", "__"): archive.read(name) for name in archive.namelist()}
        refused(parts["areas__shp"], name="areas.shp", code="missing_part")
        for suffix in ("shp", "dbf"):
            cut = dict(parts, **{"areas__" + suffix: parts["areas__" + suffix][:70]})
            cut.pop("areas__shx")
            refused(zipped(**cut), code="bad_shapefile", file="areas.shp")
        garbled = bytearray(parts["areas__shp"])
        garbled[144:152] = b"\xff\xff\xff\x7f\xff\xff\xff\x7f"  # number of parts and of points
        refused(zipped(**dict(parts, areas__shp=bytes(garbled))), code="bad_shapefile")


class TestArchive:
    def test_two_layers_are_asked_about(self):
        content = zipped(a__geojson=geojson(feature(name="A")), b__geojson=geojson(feature(name="B")))
        refused(content, code="several_files", names="a.geojson, b.geojson")
        assert one(content, ReadOptions(layer="b.geojson")).properties["name"] == "B"

    def test_archives_without_areas_and_broken_ones(self):
        refused(zipped(readme__txt="hello"), code="no_file_in_zip")
        refused(zipped(inner__kmz=zipped(doc__kml=kml(placemark()))), code="no_file_in_zip")
        refused(zipped(a__geojson=geojson(feature()))[:60], code="bad_zip")
        refused(b"PK\x03\x04" + b"\x00" * 50, code="bad_zip")

    def test_a_bomb_is_refused_before_it_unfolds(self):
        content = zipped(a__geojson=b" " * (types.MAX_UNPACKED_BYTES + 1))
        assert len(content) < 1_000_000
        refused(content, code="unpacked_too_big", limit=160)

    def test_what_macs_add_is_no_layer(self):
        buffer = io.BytesIO(zipped(a__geojson=geojson(feature(name="A"))))
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("__MACOSX/._a.geojson", b"\x00\x05\x16\x07")
        assert one(buffer.getvalue()).properties["name"] == "A"

    def test_a_locked_archive(self):
        content = bytearray(zipped(a__geojson=geojson(feature())))
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1
        refused(bytes(content), code="locked_zip", file="a.geojson")

    def test_a_file_that_is_too_big(self, monkeypatch):
        monkeypatch.setattr("engine.territory.files.reading.MAX_BYTES", 100)
        refused(geojson(feature(name="x" * 200)), code="too_big")


class TestPlacing:
    def test_metres_without_a_projection(self):
        refused(geojson(feature(SQUARE_M, name="Kallio")), code="in_metres", label="Kallio", number=1, x=385000.0)
        placed = one(geojson(feature(SQUARE_M)), ReadOptions(crs="3067"))
        assert round(placed.area.bounds[0], 2) == 60.16

    def test_the_older_form_names_its_projection(self):
        def named(name):
            return geojson(feature(SQUARE_M), crs={"type": "name", "properties": {"name": name}})
        refused(named("urn:ogc:def:crs:EPSG::3067"), code="other_projection", authority="EPSG:3067")
        assert one(named("urn:ogc:def:crs:EPSG::3067"), ReadOptions(convert=True)).area is not None
        content = geojson(feature(), crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})
        assert one(content).area is not None

    def test_latitude_first(self):
        sydney = [(-33.8, 151.2), (-33.8, 151.3), (-33.9, 151.3), (-33.8, 151.2)]
        refused(geojson(feature(sydney, name="Sydney")), code="exchanged", label="Sydney", lat=151.2, lon=-33.8)
        right = one(geojson(feature(sydney)), ReadOptions(exchange=True)).area
        assert right.bounds == (-33.9, 151.2, -33.8, 151.3)

    def test_latitude_first_within_range_is_known_by_where_the_customers_are(self):
        exchanged = one(geojson(feature([(lat, lon) for lon, lat in SQUARE]))).area
        right = one(geojson(feature())).area
        assert looks_exchanged([exchanged], [60.17], [24.94])
        assert not looks_exchanged([right], [60.17], [24.94])
        assert not looks_exchanged([exchanged], [], [])
        assert not looks_exchanged([exchanged], [10.0], [10.0])

    def test_the_datum_of_chinese_maps_is_undone(self):
        bund = [(121.4943, 31.2300), (121.4943, 31.2400), (121.5043, 31.2400), (121.4943, 31.2300)]
        shifted = one(geojson(feature(bund)), ReadOptions(datum="gcj02")).area
        plain = one(geojson(feature(bund))).area
        east = (plain.bounds[1] - shifted.bounds[1]) * 111_195 * math.cos(math.radians(31.23))
        assert 300 < east < 600  # what the offset is in Shanghai
        abroad = one(geojson(feature()), ReadOptions(datum="gcj02")).area
        assert abroad.shape.equals(Polygon(SQUARE))


class TestManyCorners:
    def circle(self, corners, centre=(25.0, 60.0)):
        turn = [2 * math.pi * i / corners for i in range(corners)]
        ring = [(round(centre[0] + math.cos(a), 6), round(centre[1] + math.sin(a) / 2, 6)) for a in turn]
        return ring + ring[:1]

    def test_one_outline_has_its_bound_and_can_be_simplified(self):
        content = geojson(feature(self.circle(120_000), name="Round"))
        area = one(content)
        assert (area.fault.code, area.corners) == ("too_many_positions", 120_001)
        thin = one(content, ReadOptions(simplify_m=100))
        assert thin.corners < 500
        away = thin.area.shape.hausdorff_distance(Polygon(self.circle(120_000)))
        assert away * 111_195 < 101

    def test_two_million_corners_are_refused_unread(self):
        ring = json.dumps(self.circle(20_000))
        row = '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [%s]}}' % ring
        content = ('{"type": "FeatureCollection", "features": [%s]' % ",".join([row] * 100)).encode()
        fault = refused(content, code="too_many_corners", limit=500_000)
        assert 2_000_000 <= fault.params["count"] < 2_001_000

    def test_more_corners_than_are_kept_can_be_simplified(self, monkeypatch):
        monkeypatch.setattr("engine.territory.files.reading.MAX_CORNERS", 1_500)
        content = geojson(feature(self.circle(1_000)), feature(self.circle(1_000, (30.0, 60.0))))
        refused(content, code="too_many_corners", count=2_002, limit=1_500)
        file = read_areas(content, "", ReadOptions(simplify_m=50))
        assert file.corners_read == 2_002 and 100 < file.corners < 1_000
        refused(content, ReadOptions(simplify_m=0.01), code="too_many_corners", limit=1_500)

    def test_undoing_a_datum_has_its_own_bound(self, monkeypatch):
        monkeypatch.setattr("engine.territory.files.reading.MAX_CORNERS_SHIFTED", 4)
        refused(geojson(feature()), ReadOptions(datum="gcj02"), code="too_many_to_shift", count=5, limit=4)

    def test_a_crossing_outline_is_not_hidden_by_simplifying(self):
        steps = [(24.0 + i / 10, 60.0 + i / 10) for i in range(10)] + [(25.0, 61.0), (25.0, 60.0), (24.0, 61.0), (24.0, 60.0)]
        assert one(geojson(feature(steps)), ReadOptions(simplify_m=10)).fault.code == "crosses_itself"


def test_what_is_written_is_read_again():
    outline = json.dumps({"type": "Polygon", "coordinates": [SQUARE]})
    text = write_areas([({"name": "Kallio", "code": "", "path": "Helsinki / Kallio"}, outline), ({"name": "Town"}, None)])
    file = read_areas(text.encode())
    assert file.own and [area.properties for area in file.areas] == [
        {"name": "Kallio", "path": "Helsinki / Kallio"}, {"name": "Town"}]
    assert json.loads(json.dumps(file.areas[0].area.geojson)) == {"type": "Polygon", "coordinates": [list(map(list, SQUARE))]}
