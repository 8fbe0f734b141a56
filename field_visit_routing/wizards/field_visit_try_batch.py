"""Try my customers: a table of customers in, a planned week out, removed in one click."""
import base64
import binascii
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..engine import importing
from .field_visit_try_sentences import problem_sentence, table_sentence

ORDERS = [("lat_lon", "Latitude, longitude"), ("lon_lat", "Longitude, latitude")]
DATUMS = [
    ("wgs84", "WGS-84 (GPS, OpenStreetMap)"),
    ("gcj02", "GCJ-02 (Amap, Tencent, Google in China)"),
    ("bd09", "BD-09 (Baidu)"),
]


class FieldVisitTryBatch(models.Model):
    """One table of customers being tried, and everything that was made from it."""

    _name = "field.visit.try.batch"
    _description = "Try My Customers"
    _order = "id desc"

    name = fields.Char("Name", required=True, default=lambda self: self._default_name())
    company_id = fields.Many2one("res.company", "Company", required=True, default=lambda self: self.env.company)
    state = fields.Selection(
        [("draft", "Table"), ("checked", "Check"), ("imported", "Customers")], "State", default="draft", required=True,
    )
    text = fields.Text("Paste Customers Here", help="One customer per line, copied from a spreadsheet or as CSV.")
    file = fields.Binary("Or Upload A File", attachment=False, help="CSV or XLSX.")
    file_name = fields.Char("File Name")
    has_header = fields.Boolean("First Row Has Headers", readonly=True)
    column_ids = fields.One2many("field.visit.try.column", "batch_id", "Columns")
    line_ids = fields.One2many("field.visit.try.line", "batch_id", "Rows")
    problem_ids = fields.One2many(
        "field.visit.try.line", "batch_id", "Rows With Problems", domain=[("state", "in", ("bad", "duplicate"))],
    )
    order_asked = fields.Boolean("Order Is Asked", readonly=True)
    coordinate_order = fields.Selection(ORDERS, "Order In The Position Column")
    datum_asked = fields.Boolean("Datum Is Asked", readonly=True)
    datum = fields.Selection(DATUMS, "Coordinates Come From", help="Maps of mainland China use a shifted datum; "
                             "positions are stored in WGS-84.")
    country_id = fields.Many2one("res.country", "Country", default=lambda self: self.env.company.country_id,
                                 help="Of customers without a country of their own.")
    take_duplicates = fields.Boolean("Also Create Duplicates")
    partner_ids = fields.One2many("res.partner", "visit_try_batch_id", "Customers")
    row_count = fields.Integer("Rows In Table", compute="_compute_counts")
    ok_count = fields.Integer("Usable", compute="_compute_counts")
    bad_count = fields.Integer("With Problems", compute="_compute_counts")
    duplicate_count = fields.Integer("Duplicates", compute="_compute_counts")
    created_count = fields.Integer("Customers Created", compute="_compute_counts")
    unlocated_count = fields.Integer("Not Located", compute="_compute_counts")

    @api.model
    def _default_name(self):
        return _("Customers of %s") % fields.Datetime.context_timestamp(self, fields.Datetime.now()).strftime("%Y-%m-%d %H:%M")

    @api.depends("line_ids.state", "partner_ids.geo_state")
    def _compute_counts(self):
        for batch in self:
            states = batch.line_ids.mapped("state")
            batch.row_count = len(states)
            batch.ok_count = states.count("ok")
            batch.bad_count = states.count("bad")
            batch.duplicate_count = states.count("duplicate")
            batch.created_count = len(batch.partner_ids)
            batch.unlocated_count = len(batch.partner_ids.filtered(lambda p: not p.has_position()))

    # ---- public ---------------------------------------------------------------------------------
    @api.model
    def try_customers(self, vals):
        """Check a table and, when nothing has to be asked, create its customers; for programs.

        ``vals``: ``text`` or ``file`` (base64) with ``file_name``, and optionally ``name``,
        ``coordinate_order``, ``datum``, ``country_id``, ``take_duplicates``.
        Returns ``{"batch_id", "partner_ids", "problems": [{"line", "field", "value", "message"}]}``.
        """
        self._refuse_bad_values(vals)
        allowed = {"name", "text", "file", "file_name", "coordinate_order", "datum", "country_id", "take_duplicates"}
        unknown = sorted(set(vals) - allowed)
        if unknown:
            raise UserError(_("Unknown key %(keys)s. Give some of: %(allowed)s.")
                            % {"keys": ", ".join(unknown), "allowed": ", ".join(sorted(allowed))})
        batch = self.create(vals)
        batch.action_check()
        batch.action_import()
        return {"batch_id": batch.id, "partner_ids": batch.partner_ids.ids, "problems": batch.get_problems()}

    @api.model
    def _refuse_bad_values(self, vals):
        if not isinstance(vals, dict):
            raise UserError(_("vals: this is asked for by a dictionary, not by %s.") % type(vals).__name__)
        for name in ("coordinate_order", "datum"):
            known = [key for key, _label in self._fields[name].selection]
            if vals.get(name) and vals[name] not in known:
                raise UserError(_("%(field)s: %(value)r is unknown. Choose one of: %(known)s.") % {
                    "field": name, "value": vals[name], "known": ", ".join(known)})
        country = vals.get("country_id")
        if country and not (isinstance(country, int) and self.env["res.country"].search([("id", "=", country)])):
            raise UserError(_("country_id: there is no country with the id %r. Give the id of a res.country.") % country)

    def get_problems(self):
        """Return the rows that were not created: ``[{"line", "field", "value", "message"}]``."""
        self.ensure_one()
        return [{"line": line.number, "field": line.field_label or "", "value": line.value or "",
                 "message": line.message or ""} for line in self.line_ids if line.state in ("bad", "duplicate")]

    def action_check(self):
        """Read the table and check every row; nothing is created yet."""
        for batch in self:
            batch._refuse_imported()
            lines = batch._read_table()
            if not batch.column_ids:
                batch._guess_columns(lines)
            batch._check_rows(lines[1:] if batch.has_header else lines)
            batch.state = "checked"
        return True

    def action_back(self):
        """Back to the table; the columns are told anew at the next check."""
        for batch in self:
            batch._refuse_imported()
            batch.line_ids.unlink()
            batch.column_ids.unlink()
            batch.write({"state": "draft", "order_asked": False, "datum_asked": False})
        return True

    def action_import(self):
        """Create the customers of the usable rows and locate those without coordinates."""
        for batch in self:
            batch._refuse_imported()
            batch.action_check()
            batch._refuse_open_questions()
            batch._create_customers()
            batch.state = "imported"
        return True

    def action_open_customers(self):
        """Show the created customers."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("contacts.action_contacts")
        return dict(action, domain=[("visit_try_batch_id", "=", self.id)], context={}, name=self.name)

    # ---- reading --------------------------------------------------------------------------------
    def _read_table(self):
        try:
            if self.file:
                return importing.read_file(self._file_content(), self.file_name or _("The file"))
            return importing.read_text(self.text or "")
        except importing.TableError as error:
            raise UserError(table_sentence(self, error)) from None

    def _file_content(self):
        try:
            return base64.b64decode(self.with_context(bin_size=False).file)
        except (binascii.Error, ValueError):
            raise UserError(_("The file is not base64. Programs give its content encoded as base64.")) from None

    def _guess_columns(self, lines):
        has_header, targets = importing.guess_columns(lines[0][1], [row for _number, row in lines[1:20]])
        first = lines[0][1]
        samples = lines[1][1] if has_header and len(lines) > 1 else first
        self.has_header = has_header
        self.column_ids = [(0, 0, {
            "position": index,
            "header": first[index] if has_header and index < len(first) else _("Column %s") % (index + 1),
            "sample": samples[index] if index < len(samples) else "",
            "target": target or False,
        }) for index, target in enumerate(targets)]

    def _targets(self):
        return [column.target or "" for column in self.column_ids.sorted("position")]

    # ---- checking -------------------------------------------------------------------------------
    def _check_rows(self, lines):
        targets = self._targets()
        if "name" not in targets:
            raise UserError(_("No column holds the customers' names. Choose the column that does, or give it the "
                              'header "name" or "客户名称".'))
        order = importing.needs_order(lines, targets)
        self.order_asked = order == "ask"
        if order in ("lat_lon", "lon_lat"):
            self.coordinate_order = order
        self.datum_asked = importing.needs_datum(lines, targets, self.coordinate_order or "lat_lon")
        rows = importing.read_rows(lines, targets, order=self.coordinate_order or "lat_lon", datum=self.datum or "wgs84")
        existing = self._existing(rows)
        self.line_ids.unlink()
        self.env["field.visit.try.line"].create([self._line_vals(row, existing) for row in rows])

    def _existing(self, rows):
        """Return ``{(name, street or city): partner}`` of customers with one of the rows' names."""
        names = list({row.values["name"] for row in rows if row.values.get("name")})
        partners = self.env["res.partner"].search([
            ("name", "in", names), ("company_id", "in", (False, self.company_id.id))])
        return {(partner.name.casefold(), (partner.street or partner.city or "").casefold()): partner
                for partner in partners}

    def _line_vals(self, row, existing):
        values = {"batch_id": self.id, "number": row.line, "name": row.values.get("name") or row.cells[0],
                  "cells_json": json.dumps(row.cells, ensure_ascii=False), "state": "ok",
                  "values_json": json.dumps({"values": row.values, "position": row.position}, ensure_ascii=False)}
        if row.problems:
            labels = dict(self.env["field.visit.try.column"]._target_selection())
            label = labels.get(row.problems[0].target, row.problems[0].target)
            sentences = [problem_sentence(self, problem, labels.get(problem.target, problem.target))
                         for problem in row.problems]
            return dict(values, state="bad", field_label=label, value=row.problems[0].value,
                        message=" ".join(sentences))
        if row.twin_line:
            return dict(values, state="duplicate", value=row.values["name"], message=_(
                "The same customer stands in line %s. Remove one of the two, or tick Also create duplicates.") % row.twin_line)
        twin = existing.get((row.values["name"].casefold(), _place(row.values)))
        if twin:
            return dict(values, state="duplicate", value=row.values["name"], twin_partner_id=twin.id, message=_(
                "A customer of this name and address exists already. Leave it out, or tick Also create duplicates."))
        return values

    def _refuse_imported(self):
        if self.state == "imported":
            raise UserError(_('The customers of "%s" are created already. Remove them first, or start with a new table.')
                            % self.name)

    def _refuse_open_questions(self):
        if self.order_asked and not self.coordinate_order:
            raise UserError(_("The position column can be read in two ways. Choose whether latitude or longitude "
                              "comes first."))
        if self.datum_asked and not self.datum:
            raise UserError(_("Some positions lie in mainland China, where maps use different datums. Choose where "
                              "the coordinates come from."))

    # ---- creating -------------------------------------------------------------------------------
    def _create_customers(self):
        states = ("ok", "duplicate") if self.take_duplicates else ("ok",)
        lines = self.line_ids.filtered(lambda line: line.state in states)
        if not lines:
            raise UserError(_("No row is usable: see the problems below the table, mend them and check again."))
        countries, states = self._countries(lines), {}
        rows = [line._partner_vals(countries, states) for line in lines]
        partners = self.env["res.partner"].with_context(
            visit_position_source="import", tracking_disable=True).create(rows)
        for line, partner in zip(lines, partners):
            line.write({"state": "created", "partner_id": partner.id})
        self._locate(partners.filtered(lambda partner: not partner.has_position()))

    def _countries(self, lines):
        """Return ``{text of the table: country}`` for names and codes of countries."""
        texts = {line._values().get("country") for line in lines} - {None}
        found = {}
        for text in texts:
            domain = ["|", ("name", "=ilike", text), ("code", "=ilike", text)]
            chinese = self.env["res.country"].with_context(lang="zh_CN")
            found[text] = (self.env["res.country"].search(domain, limit=1) or chinese.search(domain, limit=1)).id
        return found

    def _locate(self, partners):
        if partners:
            partners.geocode_batch("try-%s" % self.id)


def _place(values):
    return (values.get("street") or values.get("city") or "").casefold()
