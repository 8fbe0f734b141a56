"""What another boundary would do: who comes, who leaves, and who would change hands. Nothing is written."""
from odoo import _, models

from .territory_assign import Rule

#: Id of an area that does not exist yet, as far as the preview of its rule is concerned.
NEW = -1


class FieldVisitTerritory(models.Model):
    _inherit = "field.visit.territory"

    def preview_boundary(self, geojson, vals=None):
        """Tell who would come and go and who would change hands if this area had another boundary.

        Called without a record it tells so of a new area.

        :param geojson: Polygon or MultiPolygon, as text or dict; "" for none
        :param dict vals: what else would be another: ``parent_id``, ``company_id``, ``precedence``, and for a
            new area its owner: ``user_id`` and ``team_id``
        :return: what ``preview_members`` returns, and ``moves`` (how many records would change hands),
            ``automatic`` (whether that happens at once instead of being proposed), ``flows`` (``[{"from",
            "to", "customers", "leads"}]``, names of salespeople, "" for nobody) and ``message`` (sentences)
        :raises UserError: for a boundary, key or id that cannot be used
        """
        vals = dict(vals or {})
        owner = {name: vals.pop(name) for name in ("user_id", "team_id") if name in vals}
        answer = self.preview_members(geojson, vals)
        moves = self._assign_preview(geojson, vals, owner)
        automatic = (self or self.browse(vals.get("parent_id") or []))._assign_preview_automatic()
        counts = [sum(answer[key].values()) for key in ("come", "leave")] + [sum(map(len, moves.values()))]
        return dict(answer, moves=counts[2], automatic=automatic, flows=self._assign_flows(moves),
                    message=self._assign_preview_sentence(*counts, automatic))

    def _assign_preview(self, geojson, vals, owner):
        """Return ``{model: moves}``."""
        rules = {} if self else {NEW: self._assign_new_rule(vals, owner)}
        moves = {}
        for model, found in self._visit_preview(geojson, vals).items():
            # counted over everybody, as the change itself would find them; none of them is named
            records = self.env[model].sudo().browse(sorted(found))
            # in the preview of a new area 0 is the new one
            inside = {number: new or (0 if self else NEW) for number, (_old, new) in found.items()}
            moves[model] = [move for move in records._visit_assign_moves((inside, rules))[0] if not move.refusal]
        return moves

    def _assign_new_rule(self, vals, owner):
        """The rule of an area that is to be made."""
        user = self._visit_known("user_id", "res.users", [owner["user_id"]] if owner.get("user_id") else [])
        team = self._visit_known("team_id", "crm.team", [owner["team_id"]] if owner.get("team_id") else [])
        if user or team:
            members = self._assign_team_members(team.sudo())  # people of a team are no secret
            return Rule(NEW, "owner", tuple(user.ids), team.id or 0, tuple(members.ids))
        parent = self.browse(vals.get("parent_id") or [])
        return parent._assign_rule() if parent else Rule(NEW, "owner", (), 0, ())

    def _assign_preview_automatic(self):
        return bool(self._assign_follows_at_once() if self else self.env.company.visit_assign_auto)

    def _assign_flows(self, moves):
        flows = {}
        for model, some in moves.items():
            for move in some:
                counts = flows.setdefault((move.row.user, move.user), {"res.partner": 0, "crm.lead": 0})
                counts[model] += 1
        # names of salespeople are no secret
        users = self.env["res.users"].sudo()
        return [{"from": users.browse(giver or []).name or "", "to": users.browse(taker or []).name or "",
                 "customers": counts["res.partner"], "leads": counts["crm.lead"]}
                for (giver, taker), counts in sorted(flows.items(), key=lambda flow: -sum(flow[1].values()))]

    def _assign_preview_sentence(self, come, leave, moves, automatic):
        sentences = [_("Customers and leads that come in: %(come)d, that leave: %(leave)d.", come=come, leave=leave)]
        if moves:
            sentences.append((_("%d change hands at once.") if automatic else
                              _("%d would change hands; this is proposed under Assignments first.")) % moves)
        else:
            sentences.append(_("Nobody changes hands."))
        return " ".join(sentences)
