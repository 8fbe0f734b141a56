"""Import of areas: one file, read, checked, shown, and then written as a whole or not at all."""
import base64
import binascii
import json

from odoo import _, api, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from ..engine.geo.datum import DATUMS
from ..engine.geo.gcj02 import in_mainland
from ..engine.territory import files
from .call_values import check_keys
from .located_mixin import PLACED
from .territory_boundary import KINDS
from .territory_file_sentences import file_sentence, place_sentence

ORDERS = ("lon_lat", "lat_lon")
EXISTING = ("update", "skip")
OPTIONS = {
    "company_id", "part_of", "kind", "name_field", "code_field", "parent_field", "existing", "leave_out", "dry_run",
    "encoding", "layer", "crs", "convert", "order", "datum", "simplify_m",
}
#: Key of the context: members are found anew when all areas are written.
REFIND_LATER = "visit_refind_later"
#: States of a row that are written.
WRITTEN = ("new", "changed")
MAX_SIMPLIFY_M = 10_000
#: A sentence of refusal tells so many areas, the answer of a dry run all of them.
TOLD = 5
#: Customers by whose places exchanged coordinates are recognised.
SAMPLE = 2_000


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    # ---- public ----------------------------------------------------------------------------------
    @api.model
    def import_areas(self, content, filename="", options=None):
        """Create and update territories from a file: all of it, or nothing.

        :param str content: GeoJSON, KML, KMZ or a zipped shapefile, as base64
        :param str filename: for messages
        :param dict options: any of ``company_id`` (False: of no company), ``part_of`` (id of the territory that they
            become part of), ``kind``, ``name_field``, ``code_field``, ``parent_field`` (properties of the file; without
            them they are guessed), ``existing`` (``"update"`` or ``"skip"`` areas that exist), ``leave_out`` (True: leave
            out what cannot be used, instead of refusing everything), ``dry_run`` (True: only tell), ``encoding``,
            ``layer`` (file in an archive), ``crs`` (such as ``"EPSG:3067"``), ``convert`` (True: convert what the file
            says to be in another projection), ``order`` (``"lon_lat"`` or ``"lat_lon"``), ``datum`` (``"wgs84"``,
            ``"gcj02"`` or ``"bd09"``) and ``simplify_m`` (metres)
        :return: dict with ``ids`` (of the created and changed), ``created``, ``changed``, ``same``, ``skipped``,
            ``bad`` (counts) and ``areas`` (``[{"number", "name", "code", "parent", "state", "message", "corners",
            "size_km2", "customers"}]``)
        :raises UserError: saying what is wrong, in which area and where
        :raises AccessError: for users who may not create territories
        """
        compat.check_access(self, "create")
        options = self._visit_import_options(options)
        file = self._visit_area_file(self._visit_decoded(content), filename, options)
        self._visit_refuse_questions(self._visit_area_questions(file, options), options)
        rows = self._visit_area_rows(file, options)
        ids = [] if options["dry_run"] else self._visit_write_areas(rows, options)
        return dict(_counts(rows), ids=ids, areas=[_told(row) for row in rows])

    # ---- what was asked for ----------------------------------------------------------------------
    @api.model
    def _visit_import_options(self, options):
        given = dict(options or {}) if isinstance(options or {}, dict) else options
        check_keys(self.env, given, OPTIONS)
        for name, known in (("existing", EXISTING), ("order", ORDERS), ("datum", DATUMS),
                            ("kind", [key for key, _label in KINDS])):
            if given.get(name) and given[name] not in known:
                raise UserError(_("%(field)s: %(value)r is unknown. Choose one of: %(known)s.") % {
                    "field": name, "value": given[name], "known": ", ".join(known)})
        for name in ("name_field", "code_field", "parent_field", "encoding", "layer", "crs"):
            if not isinstance(given.get(name) or "", str):
                raise UserError(_("%(field)s: this is asked for by a text, not by %(value)r.") % {
                    "field": name, "value": given[name]})
        company = self._visit_import_company(given)
        return dict(
            {name: given.get(name) or "" for name in ("encoding", "layer", "crs", "order", "datum")},
            company=company, part_of=self._visit_part_of(given.get("part_of"), company),
            kind=given.get("kind") or "administrative", existing=given.get("existing") or "update",
            simplify_m=self._visit_simplify(given.get("simplify_m")),
            **{name: bool(given.get(name)) for name in ("leave_out", "dry_run", "convert")},
            **{name: given.get(name) for name in ("name_field", "code_field", "parent_field")})

    @api.model
    def _visit_import_company(self, given):
        if "company_id" not in given:
            return self.env.company
        if not given["company_id"]:
            return self.env["res.company"]
        company = self._visit_known("company_id", "res.company", [given["company_id"]])
        if company not in self.env.user.company_ids:
            raise UserError(_("company_id: %s is none of your companies.", given["company_id"]))
        return company

    @api.model
    def _visit_part_of(self, part_of, company):
        area = self._visit_known("part_of", "field.visit.territory", [part_of]) if part_of else self.browse()
        if area:
            compat.check_access(area, "read")
        if area.company_id and area.company_id != company:
            raise UserError(_('part_of: "%(name)s" is of another company than the areas of the file. Choose one company '
                              "for both.", name=area.complete_name))
        return area

    @api.model
    def _visit_simplify(self, value):
        if not value:
            return 0.0
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= MAX_SIMPLIFY_M:
            raise UserError(_("simplify_m: %(value)r is no distance. Give metres from 0 to %(most)s.") % {
                "value": value, "most": MAX_SIMPLIFY_M})
        return float(value)

    @api.model
    def _visit_decoded(self, content):
        try:
            return base64.b64decode(content)
        except (binascii.Error, ValueError, TypeError):
            raise UserError(_("The file is not base64. Programs give its content encoded as base64.")) from None

    # ---- reading -----------------------------------------------------------------------------------
    @api.model
    def _visit_area_file(self, content, filename, options):
        """Return the file's areas as the engine reads them."""
        wanted = files.ReadOptions(
            encoding=options["encoding"], layer=options["layer"], crs=options["crs"], convert=options["convert"],
            exchange=options["order"] == "lat_lon", datum=options["datum"] or "wgs84", simplify_m=options["simplify_m"])
        try:
            return files.read_areas(content, filename or _("The file"), wanted)
        except files.AreaFileError as error:
            raise UserError(file_sentence(self, error)) from None

    @api.model
    def _visit_area_questions(self, file, options):
        """Return what only a person can say of this file: ``{"order", "datum"}`` or less."""
        areas = [one.area for one in file.areas if one.area]
        if file.own or not areas:
            return set()
        lats, lons = self._visit_customer_places(options["company"], SAMPLE)
        questions = set()
        if not options["order"] and files.looks_exchanged(areas, lats, lons):
            questions.add("order")
        corners = [area.shape.representative_point() for area in areas]
        if not options["datum"] and any(in_mainland(corner.y, corner.x) for corner in corners):
            questions.add("datum")
        return questions

    @api.model
    def _visit_refuse_questions(self, questions, options):
        if "order" in questions:
            raise UserError(_(
                "All areas lie far from your customers; with latitude and longitude exchanged some would be near. "
                "Choose the order (order): latitude first, or longitude first if it is right as it is."))
        if "datum" in questions:
            raise UserError(_(
                "Some areas lie in mainland China, where maps use different datums. Choose where the coordinates come "
                "from (datum): wgs84, gcj02 (Amap, Tencent) or bd09 (Baidu)."))

    @api.model
    def _visit_customer_places(self, company, limit=None):
        """Return latitudes and longitudes of the company's customers, as far as the user sees them."""
        domain = [("geo_state", "in", PLACED), ("company_id", "in", [False] + company.ids)]
        rows = compat.search_rows(self.env["res.partner"], domain, ["partner_latitude", "partner_longitude"])[:limit]
        return [row[0] or 0.0 for row in rows], [row[1] or 0.0 for row in rows]

    # ---- checking ----------------------------------------------------------------------------------
    @api.model
    def _visit_area_fields(self, file, options):
        """Return which properties are name, code and parent."""
        if file.own:
            return "name", "code", "parent"
        samples = {name: [one.properties.get(name, "") for one in file.areas[:50]] for name in file.fields}
        guessed = dict(zip(("name_field", "code_field", "parent_field"), files.guess_fields(file.fields, samples)))
        for name in guessed:
            wanted = options[name]
            if wanted and wanted not in file.fields:
                raise UserError(_('%(option)s: the file has no "%(field)s". It has: %(known)s.') % {
                    "option": name, "field": wanted[:40], "known": ", ".join(file.fields[:30])})
        # an empty text says that there is none; nothing said is guessed
        return tuple(guessed[name] if options[name] is None else options[name] or "" for name in guessed)

    @api.model
    def _visit_area_rows(self, file, options):
        """Return a dict per area of the file: what it is called, where it goes, and what is wrong with it."""
        name, code, parent = self._visit_area_fields(file, options)
        wishes = [files.Wish(one.number, one.properties.get(name, ""), one.properties.get(code, ""),
                             one.properties.get(parent, ""), one.properties.get("path", "") if file.own else "")
                  for one in file.areas]
        problems = [self._visit_outline_problem(one, file.own) for one in file.areas]
        known = self._visit_known_areas(options["company"])
        places = files.place_wishes(wishes, [_known(area) for area in known], options["part_of"].id or None,
                                    {index for index, problem in enumerate(problems) if problem})
        rows = [self._visit_area_row(one, wish, place, problem)
                for one, wish, place, problem in zip(file.areas, wishes, places, problems)]
        for row, one in zip(rows, file.areas):
            self._visit_complete_row(row, one, file.own, options, rows)
        self._visit_count_customers(rows, options)
        return rows

    @api.model
    def _visit_outline_problem(self, one, own):
        if one.fault:
            return self._visit_area_sentence(one.fault)
        # our own file knows areas that are defined by addresses alone
        return "" if one.area or own else _("It has no outline. Draw one, or leave it out.")

    @api.model
    def _visit_known_areas(self, company):
        return self.with_context(active_test=False).search([("company_id", "=", company.id)])

    @api.model
    def _visit_area_row(self, one, wish, place, problem):
        message = problem or (place.fault and place_sentence(self, place)) or ""
        return {
            "number": one.number, "name": wish.name or files.label(one.properties), "code": wish.code,
            "parent_name": wish.parent, "state": "bad" if message else "new", "message": message, "area": one.area,
            "corners": one.corners, "size_km2": round(files.size_km2(one.area), 3) if one.area else 0.0,
            "target": place.target, "parent": place.parent, "depth": place.depth, "customers": 0,
        }

    @api.model
    def _visit_complete_row(self, row, one, own, options, rows):
        """Fill in the values to write, and whether there is anything to write."""
        if row["state"] == "bad":
            return
        try:
            extra = self._visit_tidy_rules(self._visit_checked(self._visit_own_vals(one.properties))) if own else {}
        except (UserError, ValidationError) as error:
            row.update(state="bad", message=str(error.args[0]))
            return
        outline = {"boundary": json.dumps(row["area"].geojson, separators=(",", ":"))} if row["area"] else {}
        row["vals"] = dict(extra, name=row["name"], **outline, **({"code": row["code"]} if row["code"] else {}))
        if row["target"]:
            area = self.browse(row["target"])
            told = row["parent_name"] or options["part_of"]
            changed = self._visit_differs(area, row["vals"]) or told and _moves(area, row, rows)
            row["state"] = "skipped" if options["existing"] == "skip" else "changed" if changed else "same"
            row["moves"] = bool(told)

    @api.model
    def _visit_differs(self, area, vals):
        for name, value in vals.items():
            field = area._fields[name]
            now = area[name].ids if field.type == "many2many" else area[name]
            new = value[0][2] if field.type == "many2many" else value
            if (sorted(now) != sorted(new)) if field.type == "many2many" else (now or False) != (new or False):
                return True
        return False

    @api.model
    def _visit_count_customers(self, rows, options):
        drawn = [row for row in rows if row["area"]]
        places = self._visit_customer_places(options["company"])
        for row, count in zip(drawn, files.count_inside([row["area"] for row in drawn], *places)):
            row["customers"] = count

    # ---- writing -----------------------------------------------------------------------------------
    @api.model
    def _visit_write_areas(self, rows, options):
        """Write what is to be written, from the top of the tree downward; return the ids."""
        self._visit_refuse_bad(rows, options)
        later = self.with_context(**{REFIND_LATER: True})
        with self.env.cr.savepoint():
            ids = {index: row["target"] for index, row in enumerate(rows) if row["target"]}
            for depth in sorted({row["depth"] for row in rows}):
                later._visit_write_level([index for index, row in enumerate(rows) if row["depth"] == depth], rows, ids,
                                         options)
            written = [ids[index] for index, row in enumerate(rows) if row["state"] in WRITTEN]
            self.browse(written)._visit_subtree()._visit_refind("boundary")
        return written

    def _visit_refind(self, cause):
        """Whoever writes many areas one by one has their members found once, at the end."""
        return 0 if self.env.context.get(REFIND_LATER) else super()._visit_refind(cause)

    @api.model
    def _visit_write_level(self, indexes, rows, ids, options):
        new = [index for index in indexes if rows[index]["state"] == "new"]
        created = self.create([self._visit_new_vals(rows[index], ids, options) for index in new])
        ids.update(zip(new, created.ids))
        for index in indexes:
            if rows[index]["state"] == "changed":
                self.browse(ids[index]).write(self._visit_changed_vals(rows[index], ids))

    @api.model
    def _visit_new_vals(self, row, ids, options):
        return dict({"kind": options["kind"]}, **row["vals"], company_id=options["company"].id,
                    parent_id=_parent_id(row, ids))

    @api.model
    def _visit_changed_vals(self, row, ids):
        return dict(row["vals"], **({"parent_id": _parent_id(row, ids)} if row["moves"] else {}))

    @api.model
    def _visit_refuse_bad(self, rows, options):
        bad = [row for row in rows if row["state"] == "bad"]
        if bad and not options["leave_out"]:
            lines = [_("Area %(number)s %(name)s: %(what)s", number=row["number"], name=row["name"], what=row["message"])
                     for row in bad[:TOLD]]
            if len(bad) > TOLD:
                lines.append(_("… and %s more.", len(bad) - TOLD))
            raise UserError("\n".join([_(
                "%(bad)s of %(count)s areas cannot be used, so nothing was imported. Mend the file, or choose to leave "
                "them out (leave_out).", bad=len(bad), count=len(rows))] + lines))
        if bad and len(bad) == len(rows):
            raise UserError(_("None of the areas can be used, so nothing was imported. The first one, %(name)s: %(what)s",
                              name=bad[0]["name"] or bad[0]["number"], what=bad[0]["message"]))


def _known(area):
    return files.Known(area.id, area.name, area.complete_name, area.code or "", area.parent_id.id or None)


def _moves(area, row, rows):
    """Whether the area comes below another one than now; one that is new is another one."""
    parent = row["parent"]
    return (area.parent_id.id or None) != parent if not isinstance(parent, files.Inside) else \
        not rows[parent.index]["target"] or rows[parent.index]["target"] != area.parent_id.id


def _parent_id(row, ids):
    parent = row["parent"]
    return (ids[parent.index] if isinstance(parent, files.Inside) else parent) or False


def _counts(rows):
    states = [row["state"] for row in rows]
    return {name: states.count(state) for name, state in (
        ("created", "new"), ("changed", "changed"), ("same", "same"), ("skipped", "skipped"), ("bad", "bad"))}


def _told(row):
    told = {name: row[name] for name in ("number", "name", "code", "state", "message", "corners", "size_km2", "customers")}
    return dict(told, parent=row["parent_name"])
