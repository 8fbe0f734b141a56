"""Finds the territories of customers and leads, of one as of a hundred thousand, and writes them at once.

This is bookkeeping about facts of geography. It is the same whoever changed what, so it reads and writes the
tables themselves; it is no way to read anything, and the users' own rights decide what they may change.
"""
from odoo import api, models
from psycopg2 import sql

from .. import compat
from ..engine.territory.membership import Places
from .located_mixin import PLACED

MODELS = ("res.partner", "crm.lead")
#: Contacts of contacts are few levels deep; a loop of records must not become one of ours.
MOST_LEVELS = 20
#: More boxes than this are no help for the database: everybody is looked at.
MOST_BOXES = 40
#: Which record a place follows: a contact its company, unless it is a company with a position of its own;
#: a lead its customer.
ORIGINS = {
    "res.partner": """o.id = r.parent_id AND r.type = 'contact' AND NOT (
                      r.is_company AND r.geo_state IN %(placed)s AND COALESCE(r.geo_source, '') <> 'company')""",
    "crm.lead": "o.id = r.partner_id",
}
ROWS = """SELECT r.id, CASE WHEN r.geo_state IN %(placed)s THEN r.partner_latitude END,
                 CASE WHEN r.geo_state IN %(placed)s THEN r.partner_longitude END, COALESCE(r.company_id, 0),
                 COALESCE(r.country_id, 0), COALESCE(r.state_id, 0), r.city, r.zip, COALESCE(r.territory_id, 0),
                 o.id, o.territory_id
            FROM {table} r LEFT JOIN res_partner o ON {origin}
           WHERE r.id = ANY(%(ids)s) AND r.territory_manual IS NOT TRUE"""
#: Records that follow these partners.
FOLLOWERS = {
    "res.partner": "SELECT id FROM res_partner WHERE parent_id = ANY(%s) AND type = 'contact'",
    "crm.lead": "SELECT id FROM crm_lead WHERE partner_id = ANY(%s)",
}
COLUMNS = ("partner_latitude", "partner_longitude", "geo_state", "geo_source", "company_id", "country_id", "state_id",
           "city", "zip", "territory_id", "territory_manual")
OWN_COLUMNS = {"res.partner": ("parent_id", "type", "is_company"), "crm.lead": ("partner_id",)}


class FieldVisitMembership(models.AbstractModel):
    _name = "field.visit.membership"
    _description = "Membership of places in territories"

    @api.model
    def _visit_changes(self, wanted, index=None, moved=None):
        """Return which of these places belong to another territory than is written, and who follows them.

        Places whose territory was chosen by hand stay.

        :param dict wanted: ids by model
        :param index: the engine's membership to ask; that of today's territories without one
        :param dict moved: ids by model of places whose territory has been written already: who follows them
            is looked at
        :return: ``{model: {id: (former territory, territory)}}``, ids, 0 for none
        """
        current, companies = self.env["field.visit.territory"]._visit_indexed()
        self._visit_flush()
        finder = _Finder(self, index if index is not None else current, companies)
        return finder.changes(wanted, moved or {})

    @api.model
    def _visit_apply(self, changes, cause, before=None):
        """Write territories and tell the records of it.

        :param dict changes: as returned by ``_visit_changes``
        :param str cause: see ``_visit_territory_changed``
        :param dict before: ``{model: {id: former territory}}`` of places that were changed before these
            changes were looked for
        """
        for model in MODELS:
            self._visit_write(model, {number: new for number, (_old, new) in changes.get(model, {}).items()})
        for model in MODELS:
            self._visit_tell(model, changes.get(model, {}), (before or {}).get(model, {}), cause)

    @api.model
    def _visit_write(self, model, territories):
        if not territories:
            return
        records = self.env[model].browse(sorted(territories))
        self.env.cr.execute(sql.SQL(
            "UPDATE {} r SET territory_id = NULLIF(v.territory, 0) "
            "FROM unnest(%s::int[], %s::int[]) AS v(id, territory) WHERE r.id = v.id").format(sql.Identifier(records._table)),
            [records.ids, [territories[number] for number in records.ids]])
        # what else follows from the territory extends ``_visit_territory_changed``
        compat.invalidate(records, ["territory_id", "territory_stranger"])
        if model == "res.partner":
            self._visit_write_wholes(records)
        areas = self.env["field.visit.territory"]
        compat.invalidate(areas, [name for name, field in areas._fields.items() if not field.store])

    @api.model
    def _visit_write_wholes(self, customers):
        """Let the contacts of these customers know their territory: the one stored field that follows from it."""
        compat.flush(customers, ["commercial_partner_id", "visit_whole_territory_id"])
        self.env.cr.execute("""
            UPDATE res_partner r SET visit_whole_territory_id = c.territory_id FROM res_partner c
             WHERE c.id = r.commercial_partner_id AND c.id = ANY(%s)
               AND r.visit_whole_territory_id IS DISTINCT FROM c.territory_id""", [customers.ids])
        compat.invalidate(customers, ["visit_whole_territory_id"])

    @api.model
    def _visit_tell(self, model, found, before, cause):
        """Call the hook for records that are in another territory than before."""
        Model = self.env[model]
        former = {number: old for number, (old, _new) in found.items()}
        former.update(before)
        now = {number: new for number, (_old, new) in found.items()}
        for record in Model.browse([number for number in before if number not in now]):
            now[record.id] = record.territory_id.id or 0
        changed = Model.browse(sorted(number for number in former if former[number] != now[number]))
        if changed:
            changed._visit_territory_changed({number: former[number] for number in changed.ids}, cause)

    # ---- changes of the map --------------------------------------------------------------------
    @api.model
    def _visit_candidates(self, index, ids):
        """Return ids by model of the places that may belong to other territories when these ones change."""
        self._visit_flush()
        condition, values = self._visit_near(index, ids)
        found = {}
        for model in MODELS:
            table = sql.Identifier(self.env[model]._table)
            self.env.cr.execute(sql.SQL("SELECT r.id FROM {} r WHERE r.territory_manual IS NOT TRUE AND ({})").format(
                table, sql.SQL(condition)), values)
            found[model] = [row[0] for row in self.env.cr.fetchall()]
        return found

    @api.model
    def _visit_near(self, index, ids):
        """Return an SQL condition for the members of these territories and for all that may become one."""
        parts, values = ["r.territory_id = ANY(%s)"], [list(ids)]
        boxes, rules = index.boxes(ids), index.rules(ids)
        if len(boxes) > MOST_BOXES or any(not rule.countries and not rule.states for rule in rules):
            return "TRUE", []
        for south, west, north, east in boxes:
            parts.append("r.partner_latitude BETWEEN %s AND %s AND r.partner_longitude BETWEEN %s AND %s")
            values += [south, north, west, east]
        for rule in rules:
            parts.append("r.state_id = ANY(%s)" if rule.states else "r.country_id = ANY(%s)")
            values.append(sorted(rule.states or rule.countries))
        return " OR ".join(parts), values

    @api.model
    def _visit_flush(self):
        for model in MODELS:
            compat.flush(self.env[model], list(COLUMNS + OWN_COLUMNS[model]))


class _Finder:
    """One search for changes: what was found so far counts for those that follow."""

    def __init__(self, model, index, companies):
        self.cr, self.env = model.env.cr, model.env
        self.index, self.companies = index, companies
        self.found = {name: {} for name in MODELS}

    def changes(self, wanted, moved):
        partners, leads = (set(wanted.get(name, ())) for name in MODELS)
        above = set(moved.get("res.partner", ()))
        leads |= self._followers("crm.lead", above)
        partners |= self._followers("res.partner", above)
        for _level in range(MOST_LEVELS):
            fresh = self._look_at("res.partner", partners)
            partners = self._followers("res.partner", fresh)
            leads |= self._followers("crm.lead", fresh)
            if not partners:
                break
        self._look_at("crm.lead", leads)
        return {name: {number: pair for number, pair in found.items() if pair[0] != pair[1]}
                for name, found in self.found.items()}

    def _followers(self, name, partners):
        if not partners:
            return set()
        self.cr.execute(FOLLOWERS[name], [list(partners)])
        return {row[0] for row in self.cr.fetchall()}

    def _look_at(self, name, ids):
        """Note the territories of these records; return the ids of those that got another one."""
        rows = self._rows(name, ids)
        fresh = set()
        for row, own in zip(rows, self._own(rows)):
            territory = self._of_origin(row) or int(own)
            former, known = self.found[name].get(row[0], (row[8], row[8]))
            if territory != known:
                self.found[name][row[0]] = former, territory
                fresh.add(row[0])
        return fresh

    def _rows(self, name, ids):
        if not ids:
            return []
        statement = sql.SQL(ROWS).format(
            table=sql.Identifier(self.env[name]._table), origin=sql.SQL(ORIGINS[name]))
        self.cr.execute(statement, {"ids": list(ids), "placed": PLACED})
        return self.cr.fetchall()

    def _own(self, rows):
        """Return the territory by its own place of each row."""
        nowhere = float("nan")
        return self.index.find(Places(
            lats=[nowhere if row[1] is None else row[1] for row in rows],
            lons=[nowhere if row[2] is None else row[2] for row in rows],
            companies=[row[3] for row in rows], addresses=[row[4:8] for row in rows])) if rows else []

    def _of_origin(self, row):
        """Return the territory of the record that this one follows, 0 when there is none or it is another company's."""
        origin, written = row[9:]
        if not origin:
            return 0
        territory = self.found["res.partner"].get(origin, (0, written or 0))[1]
        theirs = self.companies.get(territory, 0)
        return territory if not theirs or not row[3] or theirs == row[3] else 0
