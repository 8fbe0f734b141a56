"""The position that was dropped last: the next one may agree with it, then it was the one before that was wrong."""
import json

from odoo import api, fields, models

from .. import compat
from .track_take import duty_at, fix_of, moment_of

#: Names of a position's values beside its time, as phones send them and as ``track.Fix`` has them.
VALUES = (("latitude", "lat"), ("longitude", "lon"), ("accuracy_m", "accuracy_m"), ("speed", "speed_ms"), ("mark", "mark"))


class FieldVisitRep(models.Model):
    _inherit = "field.visit.rep"

    # one at most, on duty only; nobody is shown a place where the rep most likely was not
    doubted_position = fields.Text(readonly=True, copy=False, prefetch=False, groups="base.group_system")

    @api.model
    def _measured_fields(self):
        return super()._measured_fields() | {"doubted_position"}

    def _doubted(self, fixes, origin, duties):
        """``{fix: (source, drift)}`` of the position in doubt; empty without one.

        None is what ``fixes`` of ``origin`` have once more, and what is of no duty of theirs.
        """
        told = self._doubted_told()
        fix = fix_of(told) if told else None
        if not fix or not duty_at(duties, fix.at_s):
            return {}
        source, drift_s = told["source"], told["drift_s"]
        known = {new.at_s + origin[1] for new in fixes} if source == origin[0] else ()
        return {} if fix.at_s + drift_s in known else {fix: (source, drift_s)}

    def _doubted_told(self):
        """The position in doubt as values; {} without one."""
        # by SQL as it is written: users do not read the field
        self.env.cr.execute("SELECT doubted_position FROM field_visit_rep WHERE id = %s", [self.id])
        row = self.env.cr.fetchone()
        return json.loads(row[0]) if row and row[0] else {}

    def _doubt(self, fix, origin=None):
        """Remember the one position in doubt of these reps; None forgets it."""
        told = None
        if fix:
            told = json.dumps(dict({name: getattr(fix, key) for name, key in VALUES}, source=origin[0], drift_s=origin[1],
                                   at=fields.Datetime.to_string(moment_of(fix.at_s))))
        # by SQL, as the last position: no change of the record that anybody should be told of
        self.env.cr.execute("""
            UPDATE field_visit_rep SET doubted_position = %s
             WHERE id = ANY(%s) AND doubted_position IS DISTINCT FROM %s""", [told, self.ids, told])
        if self.env.cr.rowcount:
            compat.invalidate(self, ["doubted_position"])
