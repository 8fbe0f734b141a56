"""What can be done with records chosen on the map; each action obeys the user's access rights.

Refusals concern records, not the action: the others are done, and the answer names each refused
record with its reason.
"""
import json

from odoo import _, api, models
from odoo.exceptions import UserError

from .. import compat
from .checked_mixin import MAX_ID
from .field_visit_segment import FIXED, MEMBERS

#: Fields that an action may set, per action; the first that a model has is used.
LINK_FIELDS = {"assign_user": ("user_id",), "assign_team": ("team_id",), "tag": ("category_id", "tag_ids")}
#: Fields whose former value is needed for undoing: one of them may follow from the other.
FOLLOWING = {"user_id": "assign_user", "team_id": "assign_team"}
COMODELS = {"assign_user": "res.users", "assign_team": "crm.team", "segment": "field.visit.segment"}
#: Actions for which a new name may be given instead of an id.
CREATES = ("tag", "segment")
CHOICES = 20


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def get_selection_actions(self, model):
        """Return what the user may do with chosen records of ``model``.

        :return: list of ``{"name", "creates"}``: ``assign_user``, ``assign_team``, ``tag``,
            ``segment`` (see ``act_on_selection``), ``plan_route``, ``plan_week`` (see
            ``plan_selection``), ``export`` (see ``export_selection``) and ``list``; ``creates``
            tells whether a new tag or segment may be named
        """
        target = self._map_target(model)
        names = [name for name in (*LINK_FIELDS, "segment") if self._select_allows(target, name)]
        return [{"name": name, "creates": self._select_creates(target, name)}
                for name in names + self._select_other_actions(target)]

    @api.model
    def get_selection_choices(self, model, action, text=""):
        """Return up to 20 salespersons, teams, tags or segments whose name holds ``text``.

        :return: list of ``{"id", "name"}``
        """
        target = self._map_target(model)
        self._select_known(target, action)
        choices = self.env[self._select_comodel(target, action)]
        found = choices.name_search(str(text or "").strip(), self._select_domain(action), "ilike", CHOICES)
        return [{"id": number, "name": name} for number, name in found]

    @api.model
    def act_on_selection(self, model, ids, action, value=False):
        """Assign, tag or add to a segment, as far as the user's rights reach.

        :param model: name of the model, e.g. ``"res.partner"``
        :param ids: list of ids
        :param action: ``"assign_user"``, ``"assign_team"``, ``"tag"`` or ``"segment"``
        :param value: id of the salesperson (``False``: nobody), team (``False``: none), tag or
            segment; for a new tag or segment its name
        :return: dict with ``done`` (how many were changed), ``unchanged`` (how many were so
            already), ``refused`` (list of ``{"id", "name", "reason"}``), ``message`` (a sentence)
            and ``change_id`` (for ``field.visit.map.change.undo``; 0 when nothing was changed)
        :raises UserError: for an unknown model or action, ids that are none, or an unknown value
        """
        target = self._map_target(model)
        self._select_known(target, action)
        records, refused = self._select_records(target, ids)
        goal = self._select_goal(target, action, value)
        records, unfit = self._select_fitting(records, action, goal)
        fresh = records - self._select_already(records, action, goal)
        before = self._select_before(fresh, action)
        done, failed = self._select_attempt(fresh, lambda some: self._select_apply(some, action, goal))
        refused += [self._select_refusal(record, reason) for record, reason in unfit + failed]
        change = self._select_remember(done, action, goal, before)
        return {
            "done": len(done), "unchanged": len(records) - len(fresh), "refused": refused, "change_id": change.id or 0,
            "message": self._select_message(action, goal, len(done), len(records) - len(fresh), len(refused)),
        }

    # ---- what is possible ----------------------------------------------------------------------
    @api.model
    def _select_allows(self, target, action):
        if action == "segment":
            return target._name in MEMBERS and compat.has_access(self.env["field.visit.segment"], "write")
        return bool(self._select_field(target, action)) and compat.has_access(target.browse(), "write")

    @api.model
    def _select_creates(self, target, action):
        return action in CREATES and compat.has_access(self.env[self._select_comodel(target, action)], "create")

    @api.model
    def _select_field(self, target, action):
        """Name of the field that the action sets; "" where the user may not see it."""
        for name in LINK_FIELDS.get(action, ()):
            field = target._fields.get(name)
            kind = "many2many" if action == "tag" else "many2one"
            fits = field is not None and field.type == kind and field.comodel_name == COMODELS.get(action, field.comodel_name)
            if fits and self._readable(target, [name]):
                return name
        return ""

    @api.model
    def _select_comodel(self, target, action):
        if action in COMODELS:
            return COMODELS[action]
        return target._fields[self._select_field(target, action)].comodel_name

    @api.model
    def _select_known(self, target, action):
        known = action in LINK_FIELDS or action == "segment"
        if not known or (action == "segment" and target._name not in MEMBERS) or (
                action != "segment" and not self._select_field(target, action)):
            raise UserError(_('action: "%(action)s" cannot be done with %(model)s. Ask get_selection_actions which can.',
                              action=action, model=target._description))

    @api.model
    def _select_domain(self, action):
        """Of whom the user may choose; nobody is assigned to a customer's portal account."""
        if action == "assign_user":
            return [("share", "=", False), ("company_ids", "in", self.env.companies.ids)]
        if action == "segment":
            return self._select_segments()
        return []

    @api.model
    def _select_segments(self):
        """Whoever is added by hand is added to fixed segments; those of others are closed to reps by a rule."""
        own = [] if self.env.user.has_group("field_visit_routing.group_leader") else [("user_id", "=", self.env.uid)]
        return [("kind", "=", FIXED), *own]

    # ---- records and goal ----------------------------------------------------------------------
    @api.model
    def _select_records(self, target, ids):
        """The records that the user can see, and a refusal for each other id."""
        if not isinstance(ids, (list, tuple)) or not all(isinstance(i, int) and not isinstance(i, bool) for i in ids):
            raise UserError(_("ids: give a list of ids, such as [7, 12]."))
        wanted = [number for number in dict.fromkeys(ids) if 0 < number <= MAX_ID]
        found = target.with_context(active_test=False).search([("id", "in", wanted)], order="id")
        seen = set(found.ids)
        hidden = [number for number in dict.fromkeys(ids) if number not in seen]
        return target.browse(found.ids), [
            {"id": number, "name": "#%d" % number, "reason": _("It does not exist, or you may not see it.")}
            for number in hidden if abs(number) <= MAX_ID]

    @api.model
    def _select_goal(self, target, action, value):
        choices = self.env[self._select_comodel(target, action)]
        if action in CREATES and isinstance(value, str) and value.strip():
            return self._select_named(choices, self._select_domain(action), value.strip())
        if not value and action not in CREATES and not isinstance(value, str):
            return choices
        number = value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_ID else 0
        found = choices.search(self._select_domain(action) + [("id", "=", number)])
        if not found:
            raise UserError(_("value: there is no %(model)s with the id %(id)s that you can choose.",
                              model=choices._description, id=str(value)[:60]))
        return found

    @api.model
    def _select_named(self, choices, domain, name):
        found = choices.search(domain + [("name", "=", name)], limit=1)
        return found or choices.browse(choices.name_create(name)[0])

    @api.model
    def _select_fitting(self, records, action, goal):
        """The records that the goal's company allows, and the others with their reason."""
        if action == "tag" or not goal or "company_id" not in records._fields:
            return records, []
        reasons = {company: self._select_company_reason(company, action, goal) for company in records.company_id}
        unfit = records.filtered(lambda record: reasons.get(record.company_id))
        return records - unfit, [(record, reasons[record.company_id]) for record in unfit]

    @api.model
    def _select_company_reason(self, company, action, goal):
        # a user's companies are closed to other users; only whether this one is among them is told
        own = goal.sudo().company_ids if action == "assign_user" else goal.company_id
        if not own or company in own:
            return ""
        # the name of a company is no secret to who sees its records
        return _("It belongs to %(company)s, and %(name)s does not.", company=company.sudo().name, name=goal.display_name)

    # ---- doing ---------------------------------------------------------------------------------
    @api.model
    def _select_already(self, records, action, goal):
        """Those among the records that are as the action makes them."""
        if action == "segment":
            return records & goal[MEMBERS[records._name]]
        name = self._select_field(records, action)
        if action == "tag":
            return records.filtered(lambda record: goal <= record[name]) if goal else records.browse()
        return records.filtered(lambda record: record[name] == goal)

    @api.model
    def _select_apply(self, records, action, goal):
        if action == "segment":
            return goal.add_members(records._name, records.ids)
        name = self._select_field(records, action)
        value = [(4, goal.id)] if action == "tag" else goal.id
        # one mail per record to the new salesperson would bury the one that matters
        return records.with_context(mail_auto_subscribe_no_notify=True).write({name: value})

    @api.model
    def _select_before(self, records, action):
        """Former values by id, as far as the action may change them."""
        if action not in FOLLOWING.values():
            return {}
        names = [name for name, kind in FOLLOWING.items() if self._select_field(records, kind)]
        return {record.id: {name: record[name].id for name in names} for record in records}

    @api.model
    def _select_remember(self, done, action, goal, before):
        if not done:
            return self.env["field.visit.map.change"]
        former = {str(number): before.get(number, {}) for number in done.ids}
        # the model is closed to users, so that nobody can make up a former value
        return self.env["field.visit.map.change"].sudo().create({
            "user_id": self.env.uid, "model": done._name, "action": action, "goal_id": goal.id or 0,
            "before_json": json.dumps(former)})

    # ---- telling -------------------------------------------------------------------------------
    @api.model
    def _select_refusal(self, record, reason):
        return {"id": record.id, "name": record.display_name or "#%d" % record.id, "reason": reason}

    @api.model
    def _select_message(self, action, goal, done, unchanged, refused):
        texts = {
            "assign_user": _("Assigned to %(name)s: %(count)d."), "assign_team": _("Given to the team %(name)s: %(count)d."),
            "tag": _("Tagged “%(name)s”: %(count)d."), "segment": _("Added to the segment “%(name)s”: %(count)d."),
        }
        text = texts[action] if goal else _("Assignment removed: %(count)d.")
        parts = [text % {"name": goal.display_name, "count": done}]
        if unchanged:
            parts.append(_("Already so: %d.") % unchanged)
        if refused:
            parts.append(_("Refused: %d.") % refused)
        return " ".join(parts)
