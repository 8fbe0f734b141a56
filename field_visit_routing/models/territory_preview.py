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
        :param dict vals: what else would be another: ``parent_id``, ``company_id``, ``precedence``, and the owner:
            ``user_id`` and ``team_id``
        :return: what ``preview_members`` returns, and ``moves`` (how many records would change hands),
            ``automatic`` (whether that happens at once instead of being proposed), ``flows`` (``[{"from",
            "to", "customers", "leads"}]``, names of salespeople, "" for nobody) and ``message`` (sentences)
        :raises UserError: for a boundary, key or id that cannot be used
        """
        vals = dict(vals or {})
        owner = {name: vals.pop(name) for name in ("user_id", "team_id") if name in vals}
        answer = self.preview_members(geojson, vals)
        moves = self._assign_preview(self._visit_preview(geojson, vals), vals, owner)
        automatic = (self or self.browse(vals.get("parent_id") or []))._assign_preview_automatic()
        counts = [sum(answer[key].values()) for key in ("come", "leave")] + [sum(map(len, moves.values()))]
        return dict(answer, moves=counts[2], automatic=automatic, flows=self._assign_flows(moves),
                    message=self._assign_preview_sentence(*counts, automatic))

    def _assign_preview(self, changes, vals, owner):
        """Return ``{model: moves}``: of those who come or leave, and of all members when the rule itself changes.

        :param dict changes: as returned by ``_visit_preview``
        """
        own = self.id or NEW
        rule = self._assign_supposed_rule(vals, owner)
        stays = self and rule == self._assign_rule()
        moves = {}
        for model, found in changes.items():
            # in the preview of a new area 0 is the new one
            inside = {number: new or (0 if self else NEW) for number, (_old, new) in found.items()}
            if self and not stays:
                inside = {**dict.fromkeys(self._visit_members(model), own), **inside}
            # counted over everybody, as the change itself would find them
            records = self.env[model].sudo().browse(sorted(inside))
            found = records._visit_assign_moves((inside, {} if stays else {own: rule}))[0]
            moves[model] = [move for move in found if not move.refusal]
        return moves

    def _assign_supposed_rule(self, vals, owner):
        """The rule of this area, or of a new one, if it had these values."""
        if self and not owner and "parent_id" not in vals:
            return self._assign_rule()
        user = self._assign_supposed("user_id", owner)
        team = self._assign_supposed("team_id", owner)
        if (user or team) and (not self or self.assign_method in (False, "owner")):
            members = self._assign_team_members(team.sudo())  # people of a team are no secret
            return Rule(self.id or NEW, "owner", tuple(user.ids), team.id or 0, tuple(members.ids))
        parent = self.browse(vals["parent_id"] or []) if "parent_id" in vals else self.parent_id
        if self and (user or team or self.assign_method or self.dealer_id):
            return self._assign_rule()
        return parent._assign_rule() if parent else Rule(NEW, "owner", (), 0, ())

    def _assign_supposed(self, name, owner):
        """Who would own the area itself."""
        if name not in owner:
            return self[name]
        return self._visit_known(name, self._fields[name].comodel_name, [owner[name]] if owner[name] else [])

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
