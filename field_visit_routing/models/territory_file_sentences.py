"""Sentences for what is wrong with a file of areas.

The first argument is any record: Odoo takes the language of a sentence from the ``self`` of the function that says it.
"""
from odoo import _


def file_sentence(self, error):
    """Say why a file cannot be used as a whole, where that is, and what to do."""
    sentences = dict(_container(self), **_text(self), **_geography(self))
    return sentences[error.code] % error.params


def _container(self):
    return {
        "too_big": _("The file is larger than %(limit)s MB. Split it, or leave out attributes that are not needed."),
        "unpacked_too_big": _("The archive unfolds to more than %(limit)s MB or to thousands of files, so it was not "
                              "opened. Pack only the file of areas."),
        "bad_zip": _("The archive is damaged or cut off. Pack or download it again."),
        "locked_zip": _("%(file)s in the archive is locked with a password. Pack it without one."),
        "no_file_in_zip": _("The archive holds no file of areas. Pack a .shp with its .dbf, .shx and .prj, a .geojson "
                            "or a .kml, without a further archive inside."),
        "several_files": _("The archive holds several files: %(names)s. Write the one that is meant into “File in the "
                           "archive” (layer), or pack only that."),
        "missing_part": _("%(file)s comes without its %(part)s. A shapefile is several files: pack .shp, .dbf, .shx "
                          "and .prj into one zip archive."),
        "unknown_kind": _("This is no file of areas. Give GeoJSON, KML, KMZ or a zipped shapefile."),
        "topojson": _("This is TopoJSON, which stores borders in pieces. Save it as GeoJSON."),
        "bad_shapefile": _("%(file)s is damaged (%(detail)s). Save or download the shapefile again."),
        "no_areas": _("The file holds no area. Check that it is the right one."),
        "no_polygons": _("The file holds no area, only: %(kinds)s. Areas are polygons."),
        "too_many_areas": _("The file has more than %(limit)s areas. Split it."),
        "too_many_corners": _("The areas have %(count)s corners; at most %(limit)s are kept. Choose “Simplify” "
                              "(simplify_m), for instance by 10 m, or split the file."),
        "too_many_to_shift": _("The areas have %(count)s corners; the datum of at most %(limit)s is undone at once. "
                               "Choose “Simplify” (simplify_m) as well, or split the file."),
    }


def _text(self):
    return {
        "encoding": _("%(file)s, line or record %(place)s: the text is not in the encoding %(encoding)s. Choose the "
                      "right one under “Encoding”: GB 18030 for Chinese files, Windows-1252 for older Western ones."),
        "unknown_encoding": _("The encoding “%(encoding)s” is unknown. Choose one under “Encoding”."),
        "bad_json": _("Line %(line)s, column %(column)s: this is no valid GeoJSON (%(detail)s). The file may be cut "
                      "off; save it again."),
        "bad_xml": _("Line %(line)s: this is no valid KML (%(detail)s). The file may be cut off; save it again."),
        "doctype": _("The KML declares a document type, which can unfold to gigabytes, so it was not read. Save it again "
                     "with a map program."),
    }


def _geography(self):
    return {
        "no_projection": _("%(file)s has no .prj, so nobody can tell where its numbers are. Add the .prj to the archive, or "
                           "write the projection into “Projection” (crs): EPSG:4326 if they are longitude and latitude."),
        "bad_projection": _("The projection of %(file)s is not understood: %(text)s. Write its EPSG number into "
                            "“Projection” (crs)."),
        "unknown_projection": _("The projection “%(text)s” is unknown. Write an EPSG number, such as EPSG:3067."),
        "other_projection": _("The file is in another projection: %(name)s %(authority)s, not in longitude and latitude "
                              "(WGS 84). Choose “Convert to WGS 84” (convert), or save it in EPSG:4326."),
        "in_metres": _("Area %(number)s %(label)s begins at %(x)s, %(y)s: these are no degrees, so the file is in another "
                       "projection. Write its EPSG number into “Projection” (crs)."),
        "exchanged": _("Area %(number)s %(label)s begins at latitude %(lat)s, longitude %(lon)s: there is no such latitude. "
                       "Latitude and longitude are exchanged; choose “Latitude first” as the order."),
    }


def place_sentence(self, place):
    """Say why an area of the file cannot be taken as it is named."""
    return {
        "no_name": _("It has no name. Choose the column with the names, or fill it in."),
        "broken_name": _("The name “%(value)s” holds characters that were lost when the file was saved. Save it again "
                         "in UTF-8."),
        "twin_code": _("The code %(value)s stands twice in the file. Keep one of them, or choose another column."),
        "twin_name": _("“%(value)s” stands twice at this place in the file. Rename one, or choose a column with codes."),
        "parent_unknown": _("“%(value)s”, which it is part of, is neither in the file nor among the territories."),
        "parent_ambiguous": _("“%(value)s”, which it is part of, is the name of several territories. Use codes."),
        "parent_faulty": _("“%(value)s”, which it is part of, cannot be used. Mend that one first."),
        "several_known": _("There are several territories “%(value)s” here. Give them codes, or rename one."),
        "loop": _("It would be part of itself: %(value)s. Correct what it is part of."),
    }[place.fault] % {"value": place.value}
