"""Changes that the engine finds between two plans, as rows for people and programs."""
from odoo import fields

from .. import compat
from ..engine.routing.services import changes
from . import plan_result, plan_standing

TEMPLATE = "field_visit_routing.plan_changes"
#: Most rows that the form shows; programs get them all.
MOST_SHOWN = 200


def rows(plan, before, after):
    """The changes of both solutions that the user may see, as dictionaries."""
    found = changes.diff(before, after)
    writer = _Writer(plan, found)
    return [row for row in map(writer.row, found) if row]


def summary(env, found):
    """ "2 moved, 1 dropped" for rows of changes."""
    names = kind_names(env)
    counts = [(kind, len([row for row in found if row["kind"] == kind])) for kind in changes.KINDS]
    return ", ".join("%d %s" % (count, names[kind].lower()) for kind, count in counts if count)


def render(env, found):
    """HTML of rows of changes, escaped by QWeb."""
    html = env["ir.qweb"]._render(TEMPLATE, {
        "rows": found[:MOST_SHOWN], "more": max(0, len(found) - MOST_SHOWN),
        "names": kind_names(env), "summary": summary(env, found)})
    return html.decode() if isinstance(html, bytes) else html


def kind_names(env):
    _ = compat.translator(env)
    return {"dropped": _("Dropped"), "moved": _("Moved"), "added": _("Added"),
            "later": _("Later"), "earlier": _("Earlier")}


class _Writer:
    """Makes a row of a change; nothing is told of reps whom the user may not see."""

    def __init__(self, plan, found):
        self.plan = plan
        ids = {plan_result.shift_parts(shift)[0] for change in found
               for shift in (change.from_shift, change.to_shift) if shift}
        self.reps = {rep.id: rep for rep in plan.env["field.visit.rep"].with_context(
            active_test=False).search([("id", "in", list(ids))])}
        self.customers = self._customers()

    def _customers(self):
        """``{candidate id: (name, visit id, partner id, lead id)}``."""
        # Which of the plan's rows may be told is decided by the rep of each change.
        plan = self.plan.sudo()
        return {row.candidate_key: (row.name, row.visit_id.id, row.partner_id.id, row.lead_id.id)
                for row in list(plan.stop_ids) + list(plan.left_out_ids)}

    def row(self, change):
        old = self._end(change.from_shift, change.from_s)
        new = self._end(change.to_shift, change.to_s)
        if not old["rep_id"] and not new["rep_id"] or change.candidate_id not in self.customers:
            return None
        name, visit_id, partner_id, lead_id = self.customers[change.candidate_id]
        row = {"kind": change.kind, "customer": name or "", "visit_id": visit_id or 0,
               "partner_id": partner_id or 0, "lead_id": lead_id or 0,
               "by_min": round(change.by_s / 60)}
        for prefix, end in (("from", old), ("to", new)):
            row.update({prefix: end["at"], prefix + "_text": end["text"],
                        prefix + "_rep_id": end["rep_id"], prefix + "_rep": end["rep"]})
        return dict(row, text=self._text(row), by_text=self._by_text(row))

    def _end(self, shift, start_s):
        """One side of a change; empty when there is none or its rep is not to be seen."""
        rep = self.reps.get(plan_result.shift_parts(shift)[0]) if shift else None
        if rep is None or start_s is None:
            return {"rep_id": 0, "rep": "", "at": "", "text": ""}
        moment = plan_result.moment(self.plan, start_s)
        return {"rep_id": rep.id, "rep": rep.name, "at": fields.Datetime.to_string(moment),
                "text": clock_text(self.plan.env, rep, moment)}

    def _by_text(self, row):
        """How far the start moves: "+1 d", "25 min earlier"; empty when dropped or added."""
        _ = compat.translator(self.plan.env)
        if not row["by_min"] or not (row["from"] and row["to"]):
            return ""
        minutes = row["by_min"]
        size = (_("%s min") % minutes if minutes < 120 else
                _("%s h") % ("%.1f" % (minutes / 60)) if minutes < 24 * 60 else
                _("%s days") % ("%.1f" % (minutes / (24 * 60))))
        return (_("%s later") if row["to"] > row["from"] else _("%s earlier")) % size

    def _text(self, row):
        _ = compat.translator(self.plan.env)
        templates = {
            "dropped": _("%(customer)s is dropped (%(from)s)."),
            "moved": _("%(customer)s moves from %(from)s to %(to)s."),
            "added": _("%(customer)s is added (%(to)s)."),
            "later": _("%(customer)s is %(min)s min later (%(to)s)."),
            "earlier": _("%(customer)s is %(min)s min earlier (%(to)s)."),
        }
        somebody = _("another rep")
        ends = {name: ", ".join(filter(None, [row[name + "_rep"] or somebody, row[name + "_text"]]))
                for name in ("from", "to")}
        return templates[row["kind"]] % dict(
            ends, customer=row["customer"], min=row["by_min"])


def clock_text(env, rep, moment):
    """ "Mon 09-14 10:20" on the rep's clock."""
    _ = compat.translator(env)
    local = plan_standing.local(rep, moment)
    days = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    return "%s %s" % (days[local.weekday()], local.strftime("%m-%d %H:%M"))
