"""Changes made from the map: tried as a whole, refused record by record, and undone."""
import json

import psycopg2
from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from .map_select_actions import FOLLOWING
from .map_unplaced import LOCATED_MODELS


class FieldVisitMap(models.AbstractModel):
    _inherit = "field.visit.map"

    @api.model
    def _select_attempt(self, records, apply):
        """Apply to all records at once; where that is refused, to halves, down to single records.

        :return: the records done, and a list of ``(record, reason)`` of the others
        """
        if not records:
            return records, []
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                apply(records)
                compat.flush(records)
            return records, []
        except psycopg2.OperationalError:
            raise  # two at the same moment: Odoo repeats the request as a whole
        except (UserError, psycopg2.Error) as error:
            if len(records) == 1:
                return records.browse(), [(records, self._select_reason(error))]
        half = len(records) // 2
        done, refused = self._select_attempt(records[:half], apply)
        more, others = self._select_attempt(records[half:], apply)
        return done + more, refused + others

    @api.model
    def _select_reason(self, error):
        if isinstance(error, AccessError):
            return _("Your access rights do not allow you to change it.")
        if isinstance(error, UserError):
            return str(error.args[0])
        return _("The database refuses it: another record stands in the way.")


class FieldVisitMapChange(models.TransientModel):
    """What an action on the map changed, for as long as Odoo keeps temporary records (an hour by default)."""

    _name = "field.visit.map.change"
    _description = "Change made from the map"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    model = fields.Char(required=True)
    action = fields.Char(required=True)
    goal_id = fields.Integer()
    before_json = fields.Text(required=True)
    is_undone = fields.Boolean()

    @api.model
    def undo(self, change_id):
        """Undo an action of the map with the rights that the user has now.

        Customers and leads that the action itself put out of the user's territories come back all the same.
        What was changed again since stays as it is and is refused with that reason.

        :param change_id: ``change_id`` of ``field.visit.map.act_on_selection``
        :return: dict with ``done``, ``unchanged``, ``refused``, ``message`` and ``change_id`` (0),
            as of that method
        :raises UserError: for a change that is unknown, of somebody else, or undone already
        """
        change = self._own(change_id)
        tool = self.env["field.visit.map"]
        before = {int(number): values for number, values in json.loads(change.before_json).items()}
        taken = self._given_away(change, list(before))
        records, refused = tool._select_records(self.env[change.model], [number for number in before if number not in taken.ids])
        goal = self.env[tool._select_comodel(records, change.action)].browse(change.goal_id or [])
        kept, lost = (tool._select_already(some, change.action, goal.exists()) for some in (records, taken))
        again = _("It was changed again since.")
        done, failed = records.browse(), [(record, again) for record in [*(records - kept), *(taken - lost)]]
        for values, some in change._groups(kept, before) + change._groups(lost, before):
            back, others = tool._select_attempt(some, lambda part, v=values: change._back(part, goal, v))
            done, failed = done + back, failed + others
        change.is_undone = True
        refused += [tool._select_refusal(record, reason) for record, reason in failed]
        return {"done": len(done), "unchanged": 0, "refused": refused, "change_id": 0,
                "message": change._message(len(done), len(refused))}

    @api.model
    def _own(self, change_id):
        valid = isinstance(change_id, int) and not isinstance(change_id, bool) and 0 < change_id < 2**31
        # closed to users; only the own ones are looked for
        change = self.sudo().search([("id", "=", change_id if valid else 0), ("user_id", "=", self.env.uid)])
        if not change:
            raise UserError(_("There is no such change of yours any more; it can no longer be undone. Change the records "
                              "by hand."))
        if change.is_undone:
            raise UserError(_("This change has been undone already."))
        return change

    @api.model
    def _given_away(self, change, ids):
        """Those that the user could change then and, as they belong to others now, cannot any more; with all rights."""
        records = self.env[change.model].browse(ids)
        if change.action not in FOLLOWING.values() or change.model not in LOCATED_MODELS:
            return records.browse().sudo()
        if records._visit_strictness() != "forbid" or not compat.has_access(records.browse(), "write"):
            return records.browse().sudo()
        # a slip of the mouse: whoever gave them may take them back while nobody has changed that
        return records.sudo().exists().with_env(self.env)._visit_outside().sudo()

    def _groups(self, records, before):
        """Records with the same former values together: one write each."""
        groups = {}
        for record in records:
            key = json.dumps(before[record.id], sort_keys=True)
            groups[key] = groups.get(key, records.browse()) + record
        return [(json.loads(key), some) for key, some in groups.items()]

    def _back(self, records, goal, values):
        if self.action == "segment":
            return goal.remove_members(records._name, records.ids)
        if self.action == "tag":
            name = records.env["field.visit.map"]._select_field(records, "tag")
            return records.write({name: [(3, goal.id)]})
        return records.with_context(mail_auto_subscribe_no_notify=True).write(values)

    @api.model
    def _message(self, done, refused):
        text = _("Undone: %d.") % done
        return text + " " + _("Refused: %d.") % refused if refused else text
