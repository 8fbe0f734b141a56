"""How assignments come about: asked for by a person, by a record that comes into an area, by a change of the map."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError
from psycopg2 import sql
from psycopg2.extras import execute_values

from .. import compat
from .call_values import check_keys

MODELS = ("res.partner", "crm.lead")
#: Lines that are written by one statement.
BATCH = 1000


class FieldVisitAssignment(models.Model):
    _inherit = "field.visit.assignment"

    # ---- asked for --------------------------------------------------------------------------------
    @api.model
    def _dry_records(self, vals):
        """Return the recordsets that a dry run looks at."""
        check_keys(self.env, vals, ("model", "ids", "territory_ids"))
        if "territory_ids" in vals:
            areas = self.env["field.visit.checked.mixin"]._visit_known(
                "territory_ids", "field.visit.territory", vals["territory_ids"])
            compat.check_access(areas, "read")
            return [self.env[model].search([("territory_id", "child_of", areas.ids)]) for model in MODELS] if areas else []
        model = vals.get("model")
        if model not in MODELS:
            raise UserError(_('model: records of "%s" cannot be assigned. Give res.partner or crm.lead.') % (model or ""))
        tool = self.env["field.visit.map"]
        return [tool._select_records(self.env[model], vals.get("ids"))[0]]

    @api.model
    def _make_chosen(self, recordsets):
        """Return the proposal for these records, as far as the user sees them."""
        run = self._new_run({"cause": "chosen", "company_id": self.env.company.id})
        unchanged = outside = 0
        for records in recordsets:
            moves, right, none = records._visit_assign_moves()
            run._add_lines(records._name, moves, {})
            unchanged, outside = unchanged + right, outside + none
        run.write({"unchanged_count": unchanged, "outside_count": outside})
        return self.browse(run.id)

    # ---- entering a territory ---------------------------------------------------------------------
    @api.model
    def _follow_entering(self, records, before):
        """Give records that came into an area to whom it belongs, or propose it, as the company wants."""
        self._follow(records, "entering", before, lambda area: self._entering_choice(area))

    @api.model
    def _entering_choice(self, area):
        company = area.company_id or self.env.company
        return company.sudo().visit_assign_entering  # a setting

    # ---- a change of the map ------------------------------------------------------------------------
    @api.model
    def _follow_map(self, records, cause, before=None):
        """Propose, or with automation on make, what follows from a change of the map."""
        self._follow(records, cause, before or {},
                     lambda area: "at_once" if area._assign_follows_at_once() else "propose")

    @api.model
    def _follow(self, records, cause, before, choose):
        # the rules of the areas decide, not the rights of whoever moved a record or a border
        records, runs = records.sudo(), self.sudo()
        runs._forget_open_lines(records)
        by_area = {}
        for move in records._visit_assign_moves()[0]:
            by_area.setdefault(move.row.territory, []).append(move)
        for area in self.env["field.visit.territory"].sudo().browse(sorted(by_area)):
            choice = choose(area)
            if choice != "off":
                run = runs._run_for(area, cause, choice == "at_once")
                run._add_lines(records._name, by_area[area.id], before)
                run._start_following()

    @api.model
    def _run_for(self, area, cause, automatic):
        """The open proposal of the area, or a new run."""
        if not automatic:
            found = self.search([("territory_id", "=", area.id), ("state", "=", "proposed"), ("cause", "!=", "chosen")],
                                order="id", limit=1)
            if found:
                return found
        return self._new_run({"cause": cause, "territory_id": area.id, "company_id": area.company_id.id,
                              "is_automatic": automatic})

    def _start_following(self):
        if self.is_automatic:
            self._note_decision("queued")
            self._work()
        else:
            self._tell_leader()

    def _tell_leader(self):
        """One activity per open proposal, and no mail."""
        leader = self.territory_id._assign_leader()
        if leader and not self.activity_ids:
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo", user_id=leader.id, summary=_("Accept or dismiss who changes hands"))

    def _close_activities(self):
        # whoever decides ends the reminder of the leader
        self.sudo().activity_ids.unlink()

    @api.model
    def _forget_open_lines(self, records):
        """What was proposed for these records is outdated: they moved again."""
        name = "partner_id" if records._name == "res.partner" else "lead_id"
        lines = self.env["field.visit.assignment.line"].search([
            (name, "in", records.ids), ("state", "=", "proposed"), ("assignment_id.state", "=", "proposed"),
            ("assignment_id.cause", "!=", "chosen")])
        runs = lines.assignment_id
        lines.unlink()
        empty = runs.filtered(lambda run: not run.line_ids)
        empty.activity_ids.unlink()
        empty.unlink()

    # ---- rows -------------------------------------------------------------------------------------
    @api.model
    def _new_run(self, vals):
        # closed to users, so that nobody can make up who owned what before
        runs = self.sudo().with_context(**compat.NO_LOG)
        return runs.create(dict(vals, user_id=self.env.uid)).with_context(**dict.fromkeys(compat.NO_LOG))

    @api.model
    def _still_there(self, before):
        """Return the former areas but for those that are being deleted: no line can name these."""
        areas = self.env["field.visit.territory"].sudo()  # whether it exists is no secret
        known = set(areas.browse({area for area in before.values() if area}).exists().ids)
        return {number: area for number, area in before.items() if area in known}

    def _add_lines(self, model, moves, before):
        """Write a line per move, by the table: a dry run of 50,000 customers has to come back while one waits."""
        if not moves:
            return
        lines = self.env["field.visit.assignment.line"]
        former = self._still_there(before)
        rows = [lines._prepare_line(model, move, former) for move in moves]
        now = fields.Datetime.now()
        common = {"assignment_id": self.id, "create_uid": self.env.uid, "write_uid": self.env.uid, "create_date": now,
                  "write_date": now}
        names = [*common, *rows[0]]
        statement = sql.SQL("INSERT INTO {} ({}) VALUES %s").format(
            sql.Identifier(lines._table), sql.SQL(", ").join(map(sql.Identifier, names)))
        execute_values(self.env.cr._obj, statement, [
            [*common.values(), *(value or None for value in row.values())] for row in rows], page_size=BATCH)
        compat.invalidate(lines)
        compat.invalidate(self, ["line_ids"])
