"""Publishing a design: its areas become territories, its customers change hands; and the way back."""
import json

from odoo import _, fields, models
from odoo.exceptions import UserError

from ..engine.territory.design import Area, Scenario
from ..engine.territory.design.checker import check
from ..engine.territory.design.codec import question_from_dict

#: What of a territory is put back when a publication is undone.
KEPT = ("boundary", "user_id", "team_id", "active", "color")


class FieldVisitTerritoryDesign(models.Model):
    _inherit = "field.visit.territory.design"

    def action_publish(self):
        """Make the chosen scenario's areas territories and hand the customers over. Returns True.

        A rep's former area below the same territory is redrawn, others of his there are archived; customers who
        are marked "not handed over" stay. The design is checked anew before.

        :raises AccessError: for anybody but managers
        :raises UserError: when it is not approved, or what was designed does not hold any more
        """
        self.ensure_one()
        self._require_manager()
        self._require_state("approved")
        self._check_chosen()
        given = self._hand_over()
        undo = {"owners": given, "visits": self._move_visits(given), "territories": [], "created": []}
        areas = self._publish_areas(undo)
        undo["by_hand"] = self._make_members(areas)
        # the design's own fields are the server's; who may was checked above
        self.sudo().write({
            "state": "published", "published_at": fields.Datetime.now(), "undo_json": json.dumps(undo),
            "published_note": self._deeper_sentence(undo["by_hand"], areas),
            "territory_ids": [(6, 0, [area.id for area in areas.values()])]})
        return True

    def action_undo(self):
        """Put the territories back as they were, and give the customers back. Returns True."""
        self.ensure_one()
        self._require_manager()
        self._require_state("published")
        # closed to users because it names every former owner
        undo = json.loads(self.sudo().undo_json or "{}")
        self._give_back(undo.get("owners") or {})
        self._move_visits_back(undo.get("visits") or [])
        self._restore(undo)
        self.sudo().write({"state": "approved", "published_at": False, "published_note": False,
                           "territory_ids": [(5,)], "undo_json": False})
        return True

    def action_open_territories(self):
        """Open the published territories."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_territories")
        return dict(action, domain=[("id", "in", self.territory_ids.ids)], context={})

    # ---- checks ------------------------------------------------------------------------------
    def _check_chosen(self):
        """The independent checker looks at what is stored, and the records are looked at as they are now."""
        # the request holds homes, and is closed to users for it; nothing of it is shown
        design = self.sudo()
        gone = design.rep_ids.filtered(lambda rep: not rep.active or not rep.user_id.active)
        if gone:
            raise UserError(_("%s does not work as a rep any more. Design the areas again.") % gone[0].name)
        question = question_from_dict(json.loads(design.job_request)["question"])
        present = set(design.chosen_id.line_ids.partner_id.ids)
        lost = [item.id for item in question.customers if item.id not in present]
        if lost:
            raise UserError(_("%s customers of this design were deleted since. Design the areas again.") % len(lost))
        broken = check(question, design._engine_scenario(), balance=design.chosen_id.balanced)
        if broken:
            raise UserError(_("The stored areas do not keep the rule \"%(rule)s\" (%(count)s times). Design them again.")
                            % {"rule": broken[0].rule, "count": len(broken)})

    def _engine_scenario(self):
        """Return the chosen scenario as the engine's; what the checker does not read is left at nothing."""
        scenario, members, apart = self.chosen_id, {}, {}
        for line in scenario.line_ids:
            members.setdefault(line.rep_id.id, []).append(line.partner_id.id)
            if line.is_apart:
                apart.setdefault(line.rep_id.id, []).append(line.partner_id.id)
        areas = tuple(Area(
            area.rep_id.id, tuple(members.get(area.rep_id.id, ())), tuple(apart.get(area.rep_id.id, ())),
            json.loads(area.outline) if area.outline else None, area.load, area.deviation_percent / 100,
            0.0, area.visit_h, area.drive_h, 0.0, 0.0, 0.0) for area in scenario.area_ids)
        return Scenario(scenario.kind, areas, scenario.deviation_percent / 100, scenario.balanced, (), (), 0.0, 0.0, 0.0, 0.0)

    # ---- owners ------------------------------------------------------------------------------
    def _hand_over(self):
        """Give the customers to their new reps; return what undoes it: ``{customer: former values}``."""
        lines = self.chosen_id.line_ids.filtered("is_change")
        # the state of a line is the server's
        lines.filtered("keep").sudo().write({"state": "kept"})
        reason = _('Territory design "%s"') % self.name
        given = {}
        for rep in lines.rep_id:
            own = lines.filtered(lambda line: line.rep_id == rep and not line.keep)
            partners = own.partner_id.exists()
            given.update(partners._visit_give(rep.user_id, rep.team_id if rep.team_id else None, reason))
            own.sudo().write({"state": "given"})
        return given

    def _give_back(self, owners):
        before = {int(number): values for number, values in owners.items()}
        partners = self.env["res.partner"].browse(list(before)).exists()
        # who was given on to somebody else since stays there
        reps = {line.partner_id.id: line.rep_id.user_id for line in self.chosen_id.line_ids}
        theirs = partners.filtered(lambda partner: partner.user_id == reps.get(partner.id))
        theirs._visit_give_back(before, _('Territory design "%s" undone') % self.name)
        # the state of a line is the server's
        self.chosen_id.line_ids.sudo().write({"state": "open", "note": False})

    # ---- visits ------------------------------------------------------------------------------
    def _move_visits(self, given):
        """Visits to plan go along with their customers; planned ones stay, as the customer expects that person.

        :return: ``[[visit, former rep], …]`` of the visits that went along
        """
        lines = {line.partner_id.id: line for line in self.chosen_id.line_ids if line.partner_id.id in given}
        # the visits go with the customer, whoever may see them
        visits = self.env["field.visit"].sudo().search([
            ("partner_id", "in", list(lines)), ("state", "in", ("draft", "planned")), ("rep_id", "!=", False),
            "|", ("date", "=", False), ("date", ">=", fields.Date.context_today(self))])
        theirs = visits.filtered(lambda visit: visit.user_id == lines[visit.partner_id.id].former_user_id)
        loose = theirs.filtered(lambda visit: visit.state == "draft" and not visit.route_id)
        moved = [[visit.id, visit.rep_id.id] for visit in loose]
        for visit in loose:
            visit.rep_id = lines[visit.partner_id.id].rep_id
        for partner in (theirs - loose).partner_id:
            count = len((theirs - loose).filtered(lambda visit, partner=partner: visit.partner_id == partner))
            # the note of a line is the server's
            lines[partner.id].sudo().note = _("%s planned visits stay with the former salesperson") % count
        return moved

    def _move_visits_back(self, moved):
        # as above
        visits = {visit.id: visit for visit in self.env["field.visit"].sudo().browse(
            [number for number, _rep in moved]).exists()}
        for number, rep in moved:
            if number in visits and visits[number].state == "draft" and not visits[number].route_id:
                visits[number].rep_id = rep

    # ---- territories ---------------------------------------------------------------------------
    def _publish_areas(self, undo):
        """Return ``{rep: territory}``, redrawn or new."""
        areas, Territory = {}, self.env["field.visit.territory"]
        for area in self.chosen_id.area_ids.filtered("outline"):
            values = {"boundary": area.outline, "user_id": area.rep_id.user_id.id, "color": area.color,
                      "team_id": area.rep_id.team_id.id, "active": True}
            former = self._former_areas(area.rep_id)
            self._note_former(former, undo)
            if former:
                former[0].write(values)
                former[1:].write({"active": False})
                areas[area.rep_id] = former[0]
            else:
                areas[area.rep_id] = Territory.create(dict(values, **self._new_values(area)))
                undo["created"].append(areas[area.rep_id].id)
        return areas

    def _new_values(self, area):
        return {"name": _("Area of %s") % area.rep_id.name, "parent_id": self.parent_id.id, "kind": "own",
                "company_id": self.parent_id.company_id.id or self.company_id.id}

    def _former_areas(self, rep):
        """The rep's own sales areas without parts, directly below the design's territory."""
        return self.env["field.visit.territory"].search([
            ("user_id", "=", rep.user_id.id), ("parent_id", "=", self.parent_id.id), ("kind", "=", "own"),
            ("boundary", "!=", False), ("child_ids", "=", False), ("company_id", "in", (False, self.company_id.id)),
        ], order="id")

    def _note_former(self, former, undo):
        for area in former:
            values = {name: area[name].id if name.endswith("_id") else area[name] for name in KEPT}
            undo["territories"].append([area.id, values])

    def _make_members(self, areas):
        """Make members by hand of those whom their place does not make members of their rep's area.

        These are locked customers outside of the outline, and those whom an area deeper in the tree holds. Whom a
        person put into a territory by hand before stays there.

        :return: ``{area: [customer, …]}``
        """
        found = {}
        lines = self.chosen_id.line_ids.filtered(lambda line: line.rep_id in areas and not line.keep)
        for rep, area in areas.items():
            partners = lines.filtered(lambda line, rep=rep: line.rep_id == rep).partner_id.filtered(
                lambda partner, area=area: partner.territory_id != area and not partner.territory_manual)
            held = {partner.id: partner.territory_id.id for partner in partners}
            partners.write({"territory_id": area.id, "territory_manual": True})
            found[str(area.id)] = held
        return found

    def _deeper_sentence(self, by_hand, areas):
        """Tell of areas deeper in the tree that would hold new customers before the published ones."""
        held = [number for members in by_hand.values() for number in members.values() if number]
        deeper = self.env["field.visit.territory"].browse(sorted(set(held))).exists()
        deeper -= deeper.browse([area.id for area in areas.values()])
        if not deeper:
            return False
        return _("%(count)s customers also lie in areas deeper in the tree (%(names)s) and were made members of the new "
                 "areas by hand. New customers come into those areas first: archive them, or give them to the new reps.") % {
                     "count": len(held), "names": ", ".join(deeper[:5].mapped("name"))}

    def _restore(self, undo):
        Territory = self.env["field.visit.territory"].with_context(active_test=False)
        created = Territory.browse(undo.get("created") or []).exists()
        members = [int(number) for held in (undo.get("by_hand") or {}).values() for number in held]
        by_hand = self.env["res.partner"].browse(members).exists().filtered(
            lambda partner: partner.territory_manual and partner.territory_id in self.territory_ids)
        by_hand.write({"territory_id": False, "territory_manual": False})
        for number, values in undo.get("territories") or []:
            Territory.browse(number).exists().write(values)
        # an archived area has no members; it is kept, as other records may name it by now
        created.write({"active": False})
