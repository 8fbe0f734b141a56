"""Import and export of areas: what the file holds is shown before anything is written."""
import base64

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.territory_boundary import KINDS
from .field_visit_try_batch import DATUMS, ORDERS

ENCODINGS = [
    ("utf-8", "UTF-8"), ("gb18030", "GB 18030, GBK, GB 2312 (Chinese)"), ("big5", "Big5 (Chinese)"),
    ("cp1252", "Windows-1252 (Western)"), ("latin-1", "ISO 8859-1 (Western)"), ("cp1250", "Windows-1250 (Central Europe)"),
    ("cp1251", "Windows-1251 (Cyrillic)"), ("shift_jis", "Shift JIS (Japanese)"), ("euc_kr", "EUC-KR (Korean)"),
]
MEANINGS = [("name", "Name"), ("code", "Code"), ("parent", "Part of (name or code)")]
STATES = [("new", "New"), ("changed", "Changed"), ("same", "Unchanged"), ("skipped", "Exists, left as it is"),
          ("bad", "Cannot be used")]


class FieldVisitAreaImport(models.TransientModel):
    """One file of areas: uploaded, checked, imported."""

    _name = "field.visit.area.import"
    _description = "Import Areas"
    _rec_name = "file_name"

    state = fields.Selection([("draft", "File"), ("checked", "Check"), ("done", "Territories")], "State", default="draft",
                             required=True)
    file = fields.Binary("File", attachment=False, help="GeoJSON, KML, KMZ, or a shapefile packed into one zip archive.")
    file_name = fields.Char("File Name")
    company_id = fields.Many2one("res.company", "Company", default=lambda self: self.env.company)
    part_of_id = fields.Many2one("field.visit.territory", "Part Of", help="For areas that the file puts into no other one.")
    kind = fields.Selection(KINDS, "Kind", required=True, default="administrative", help="Of new areas.")
    existing = fields.Selection(
        [("update", "Take over the file's outline and name"), ("skip", "Leave them as they are")], "Areas That Exist",
        required=True, default="update",
        help="An area exists when there is one with its code, or without a code one of its name in the same place.")
    encoding = fields.Selection(ENCODINGS, "Encoding", help="Empty: as the file says, otherwise UTF-8.")
    layer = fields.Char("File in the Archive", help="When an archive holds several.")
    crs = fields.Char("Projection", help="The EPSG number of the file's coordinates. Empty: as the file says.")
    convert = fields.Boolean("Convert to WGS 84", help="When the file is in another projection.")
    order = fields.Selection(ORDERS[::-1], "Order of the Coordinates")
    datum = fields.Selection(DATUMS, "Coordinates Come From", help="Maps of mainland China use a shifted datum; "
                             "outlines are stored in WGS-84.")
    simplify_m = fields.Float("Simplify by (Metres)", help="Outlines get fewer corners; none moves by more. "
                              "0: every corner is kept.")
    leave_out = fields.Boolean("Leave Out What Cannot Be Used")
    order_asked = fields.Boolean("Order Is Asked", readonly=True)
    datum_asked = fields.Boolean("Datum Is Asked", readonly=True)
    note = fields.Text("What the File Holds", readonly=True)
    column_ids = fields.One2many("field.visit.area.import.column", "import_id", "Columns")
    line_ids = fields.One2many("field.visit.area.import.line", "import_id", "Areas")
    bad_ids = fields.One2many("field.visit.area.import.line", "import_id", "Faulty Areas", domain=[("state", "=", "bad")])
    territory_ids = fields.Many2many("field.visit.territory", string="Territories")
    new_count = fields.Integer("New", compute="_compute_counts")
    changed_count = fields.Integer("Changed", compute="_compute_counts")
    kept_count = fields.Integer("Left As They Are", compute="_compute_counts")
    bad_count = fields.Integer("Cannot Be Used", compute="_compute_counts")

    @api.depends("line_ids.state")
    def _compute_counts(self):
        for record in self:
            states = record.line_ids.mapped("state")
            record.new_count = states.count("new")
            record.changed_count = states.count("changed")
            record.kept_count = states.count("same") + states.count("skipped")
            record.bad_count = states.count("bad")

    # ---- steps -----------------------------------------------------------------------------------
    def action_check(self):
        """Read the file and show what would happen; nothing is written yet."""
        self.ensure_one()
        territories = self.env["field.visit.territory"]
        file = self._file_areas()
        if not self.column_ids:
            self._guess_columns(file)
        options = self._options()
        questions = territories._visit_area_questions(file, options)
        rows = territories._visit_area_rows(file, options)
        self.line_ids.unlink()
        self.write({
            "state": "checked", "note": self._note_of(file), "order_asked": self.order_asked or "order" in questions,
            "datum_asked": self.datum_asked or "datum" in questions,
            "line_ids": [(0, 0, self._line_vals(row)) for row in rows],
        })
        return self._again()

    def action_back(self):
        """Back to the file; its columns are told anew at the next check."""
        self.line_ids.unlink()
        self.column_ids.unlink()
        self.write({"state": "draft", "order_asked": False, "datum_asked": False})
        return self._again()

    def action_import(self):
        """Write the areas, all of them or none."""
        self.ensure_one()
        territories = self.env["field.visit.territory"]
        options = self._options()
        file = self._file_areas()
        territories._visit_refuse_questions(territories._visit_area_questions(file, options), options)
        ids = territories._visit_write_areas(territories._visit_area_rows(file, options), options)
        self.write({"state": "done", "territory_ids": [(6, 0, ids)]})
        return self._again()

    def action_open(self):
        """Show the territories that were written."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("field_visit_routing.action_territories")
        return dict(action, domain=[("id", "in", self.territory_ids.ids)], context={})

    # ---- reading ---------------------------------------------------------------------------------
    def _file_areas(self):
        if not self.file:
            raise UserError(_("There is no file yet. Choose one, or drop it on the form."))
        territories = self.env["field.visit.territory"]
        content = territories._visit_decoded(self.with_context(bin_size=False).file)
        return territories._visit_area_file(content, self.file_name, self._options())

    def _options(self):
        chosen = {column.meaning: column.name for column in self.column_ids if column.meaning}
        names = {"%s_field" % meaning: chosen.get(meaning, "") for meaning, _label in MEANINGS} if self.column_ids else {}
        return self.env["field.visit.territory"]._visit_import_options(dict(
            names, company_id=self.company_id.id, part_of=self.part_of_id.id, kind=self.kind, existing=self.existing,
            leave_out=self.leave_out, encoding=self.encoding or "", layer=self.layer or "", crs=self.crs or "",
            convert=self.convert, order=self.order or "", datum=self.datum or "", simplify_m=self.simplify_m))

    def _guess_columns(self, file):
        found = self.env["field.visit.territory"]._visit_area_fields(file, self._options())
        meanings = dict(zip(found, [meaning for meaning, _label in MEANINGS]))
        self.column_ids = [(0, 0, {
            "name": name, "meaning": meanings.get(name, False),
            "sample": ", ".join([one.properties[name] for one in file.areas if one.properties.get(name)][:3])[:120],
        }) for name in file.fields]

    def _line_vals(self, row):
        names = ("number", "name", "code", "parent_name", "state", "message", "corners", "size_km2", "customers")
        return dict({name: row[name] for name in names}, territory_id=row["target"] or False)

    def _note_of(self, file):
        lines = [_("%(areas)s areas with %(corners)s corners in %(name)s.", areas=len(file.areas), corners=file.corners,
                   name=file.name)]
        if file.corners != file.corners_read:
            lines.append(_("Simplified from %s corners.", file.corners_read))
        if file.system:
            lines.append(_("Converted from %s.", file.system))
        if file.skipped:
            lines.append(_("Left out, as they are no areas: %s.", ", ".join(
                "%s × %s" % (count, kind) for kind, count in sorted(file.skipped.items()))))
        if file.own:
            lines.append(_("This is an export of territories: kind, colour, rules and dates come along, owners do not."))
        return "\n".join(lines)

    def _again(self):
        # up to 16.0 a form is opened for reading unless told otherwise
        return {"type": "ir.actions.act_window", "name": _("Import Areas"), "res_model": self._name, "res_id": self.id,
                "view_mode": "form", "views": [(False, "form")], "target": "main",
                "context": {"form_view_initial_mode": "edit" if self.state != "done" else "readonly"}}


class FieldVisitAreaImportColumn(models.TransientModel):
    """A property of the file's areas, and what it means."""

    _name = "field.visit.area.import.column"
    _description = "Column Of A File Of Areas"

    import_id = fields.Many2one("field.visit.area.import", "File", required=True, index=True, ondelete="cascade")
    name = fields.Char("Column", readonly=True)
    sample = fields.Char("Values", readonly=True)
    meaning = fields.Selection(MEANINGS, "Meaning")


class FieldVisitAreaImportLine(models.TransientModel):
    """An area of the file, and what becomes of it."""

    _name = "field.visit.area.import.line"
    _description = "Area Of A File"
    _order = "number, id"

    import_id = fields.Many2one("field.visit.area.import", "File", required=True, index=True, ondelete="cascade")
    number = fields.Integer("No.")
    name = fields.Char("Name")
    code = fields.Char("Code")
    parent_name = fields.Char("Part Of")
    state = fields.Selection(STATES, "What Happens")
    message = fields.Char("Why Not")
    corners = fields.Integer("Corners")
    size_km2 = fields.Float("Size (km²)", digits=(16, 2))
    customers = fields.Integer("Customers Inside")
    territory_id = fields.Many2one("field.visit.territory", "Territory", ondelete="set null")


class FieldVisitAreaExport(models.TransientModel):
    """A file of areas on its way to the browser."""

    _name = "field.visit.area.export"
    _description = "Exported Areas"

    name = fields.Char("File Name")
    file = fields.Binary("File", attachment=False)

    @api.model
    def _visit_download(self, made):
        """Return the action that hands the file ``made`` (see ``export_areas``) to the browser."""
        record = self.create({"name": made["name"], "file": base64.b64encode(made["content"].encode())})
        return {"type": "ir.actions.act_url", "target": "self",
                "url": "/web/content/%s/%d/file?download=true&filename_field=name" % (self._name, record.id)}
