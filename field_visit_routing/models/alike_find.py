"""Look-alikes: customers like this one, and prospects like our best."""
import numpy as np
from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.errors import EngineError
from ..engine.scoring.alike import find_alike
from .call_values import check_keys

AMONG = [("customers", "Customers"), ("prospects", "Prospects"), ("all", "Customers and leads")]
MODELS = ("res.partner", "crm.lead")
LIMIT, MOST = 50, 500
#: Customers of grade A are the best; with fewer than some, those of the highest scores.
BEST_GRADE, FEWEST_BEST, MOST_BEST = "A", 5, 500


class FieldVisitAlikeTable(models.AbstractModel):
    _inherit = "field.visit.alike.table"

    @api.model
    def find_alike(self, vals):
        """Return who is like some customers or leads, or like the best customers; as far as the user may see them.

        :param dict vals: ``model`` and ``ids`` of those looked for, or ``best``: True (grade A, or the highest
            scores); ``among``: "customers", "prospects" (who was never visited and has bought nothing: open leads,
            and customers) or "all", prospects when left out; ``limit``: how many, 50 when left out
        :return: dict with ``like`` (``[{"model", "id", "name"}]``, at most 20 of those looked for), ``like_count``,
            ``traits`` (labels of what they were compared by), ``looked_through`` (how many) and ``found``: list of
            ``{"model", "id", "name", "likeness" (0–100), "score", "grade", "reasons", "differs" (lists of ``{"key",
            "label", "text", "closeness"}``), "nearest" (``[{"model", "id", "name"}]``)}``, most alike first
        :raises UserError: for unknown values, records that the user may not see, and when there is nothing to compare
        """
        among, most = self._alike_vals(vals)
        table = self._alike_table({model: self._alike_domain(model, vals) for model in MODELS})
        like = self._alike_rows_of_best(table) if vals.get("best") else self._alike_rows_of(table, vals)
        others = self._alike_others(table, like, among)
        traits = self._alike_traits(table, without=("value",) if among == "prospects" else ())
        try:
            found = find_alike(traits, np.array(like, dtype=np.int64), np.array(others, dtype=np.int64), most)
        except EngineError:
            raise UserError(_("Too little is known of them to look for others like them: give them an industry, tags, "
                              "an address or a position.")) from None
        labels = self._alike_labels()
        return {
            "like": self._alike_named(table, like[:20]), "like_count": len(like), "looked_through": len(others),
            "traits": [labels[key] for key in found.traits],
            "found": [self._alike_told(table, found, number) for number in range(len(found.rows))]}

    # ---- what was asked for --------------------------------------------------------------------
    @api.model
    def _alike_vals(self, vals):
        check_keys(self.env, vals, ("model", "ids", "best", "among", "limit"))
        among, most = vals.get("among") or "prospects", vals.get("limit", LIMIT)
        if among not in dict(AMONG):
            raise UserError(_('among: "%s" is none of customers, prospects and all.') % (among,))
        if isinstance(most, bool) or not isinstance(most, int) or not 0 < most <= MOST:
            raise UserError(_("limit: give a whole number from 1 to %s.") % MOST)
        if not vals.get("best") and (vals.get("model") not in MODELS or not vals.get("ids")):
            raise UserError(_("Say whom to compare with: model (res.partner or crm.lead) and ids, or best."))
        return among, most

    @api.model
    def _alike_domain(self, model, vals):
        """Everybody who may be compared, those looked for whatever they are."""
        members = self.env["field.visit.territory"]._visit_member_domain(model)
        if vals.get("model") != model or vals.get("best"):
            return members
        wanted = self.env["field.visit.checked.mixin"]._visit_known("ids", model, vals["ids"])
        return compat.any_of(members, [("id", "in", wanted.ids)])

    @api.model
    def _alike_rows_of(self, table, vals):
        wanted = set(vals["ids"])
        rows = [row for row, (model, number) in enumerate(zip(table["model"], table["id"]))
                if model == vals["model"] and number in wanted]
        if len(rows) < len(wanted):
            raise UserError(_("ids: some of these records are archived, or you may not see them. Leave them out."))
        return rows

    @api.model
    def _alike_rows_of_best(self, table):
        """The best customers: of grade A, or where there are few the tenth with the highest scores."""
        ours = [row for row, model in enumerate(table["model"]) if model == "res.partner" and table["score"][row]]
        ours.sort(key=lambda row: (-table["score"][row], table["id"][row]))
        best = [row for row in ours if table["grade"][row] == BEST_GRADE]
        if len(best) < FEWEST_BEST:
            best = ours[:max(FEWEST_BEST, len(ours) // 10)]
        if not best:
            raise UserError(_("No customer has a score yet, so nobody is known to be the best. Compute the scores first."))
        return best[:MOST_BEST]

    @api.model
    def _alike_others(self, table, like, among):
        """Rows to look through; a lead of a customer looked for is that customer."""
        taken = set(like)
        wholes = {table["whole"][row] for row in like} - {0}
        rows = [row for row in range(len(table["id"])) if row not in taken and table["whole"][row] not in wholes]
        if among == "customers":
            return [row for row in rows if table["model"][row] == "res.partner"]
        if among == "prospects":
            served = {whole for whole, *known in zip(table["whole"], table["visited"], table["value"]) if any(known)} - {0}
            return [row for row in rows if table["whole"][row] not in served]
        return rows

    # ---- the answer ------------------------------------------------------------------------------
    @api.model
    def _alike_told(self, table, found, number):
        row = int(found.rows[number])
        same, other = self._alike_reasons(table, found, number)
        return dict(
            self._alike_named(table, [row])[0], likeness=round(float(found.likeness[number]), 1),
            score=table["score"][row] or 0.0, grade=table["grade"][row] or "", reasons=same, differs=other,
            nearest=self._alike_named(table, [int(other) for other in found.nearest[number]]))

    @api.model
    def _alike_named(self, table, rows):
        return [{"model": table["model"][row], "id": table["id"][row],
                 "name": self.env[table["model"][row]].browse(table["id"][row]).display_name} for row in rows]
