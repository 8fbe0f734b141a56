"""Segments made of segments: members of any or of all of some, without those of others and without some by name."""
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat
from .call_values import check_keys
from .field_visit_segment import DYNAMIC, MEMBERS, OF_LEADS
from .field_visit_segment_move import REASON
from .safe_domain import read_domain
from .segment_rule import FILTERS

INCLUDED_BY = [("any", "At least one of them"), ("all", "All of them")]
#: Field with the records that never become members.
EXCLUDED = {"res.partner": "excluded_partner_ids", "crm.lead": "excluded_lead_ids"}
#: What a new segment may be told beside its members.
FURTHER = ("company_id", "user_id", "applies_to", "note", "refresh_every")
BUILT_ON = ("included_ids", "excluded_ids")
#: What ``combine`` makes of the first segment and the others.
OPERATIONS = {
    "union": lambda first, others: {"included_ids": [(6, 0, (first | others).ids)], "included_by": "any"},
    "intersection": lambda first, others: {"included_ids": [(6, 0, (first | others).ids)], "included_by": "all"},
    "difference": lambda first, others: {"included_ids": [(6, 0, first.ids)], "excluded_ids": [(6, 0, others.ids)]},
}


def _naming(operator, value):
    """Return the domain of the segments that a term about segments names."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if all(isinstance(item, int) for item in values):
        return [("id", "in", [item for item in values if item is not True])]
    same = "=ilike" if operator in ("=", "!=", "in", "not in") else "ilike"
    return ["|"] * (len(values) - 1) + [("name", same, str(item)) for item in values]


class FieldVisitSegment(models.Model):
    _inherit = "field.visit.segment"

    included_ids = fields.Many2many("field.visit.segment", "field_visit_segment_included_rel", "segment_id", "included_id",
                                    "Members Of", help="Only members of these segments; everybody when empty.")
    included_by = fields.Selection(INCLUDED_BY, "Members Of How Many", default="any", required=True)
    excluded_ids = fields.Many2many("field.visit.segment", "field_visit_segment_excluded_rel", "segment_id", "excluded_id",
                                    "Except Members Of")
    excluded_partner_ids = fields.Many2many("res.partner", "field_visit_segment_excluded_partner_rel", "segment_id",
                                            "partner_id", "Excluded Customers", help="They never become members.")
    excluded_lead_ids = fields.Many2many("crm.lead", "field_visit_segment_excluded_lead_rel", "segment_id", "lead_id",
                                         "Excluded Leads", help="They never become members.", groups=OF_LEADS)

    # ---- public --------------------------------------------------------------------------------
    @api.model
    def combine(self, operation, segment_ids, name, vals=None):
        """Make a new dynamic segment of others.

        :param str operation: ``"union"``, ``"intersection"`` or ``"difference"`` (of the first, without the others)
        :param segment_ids: list of ids, at least two
        :param str name: the name of the new segment
        :param dict vals: further values of the new segment: ``company_id``, ``user_id``, ``applies_to``, ``note``
        :return: the new segment's id
        :raises UserError: for another operation, an unknown id or too few segments
        """
        if operation not in OPERATIONS:
            raise UserError(_('operation: "%(given)s" is unknown. Choose one of: %(known)s.', given=operation,
                              known=", ".join(sorted(OPERATIONS))))
        check_keys(self.env, vals or {}, FURTHER)
        segments = self._visit_known("segment_ids", self._name, segment_ids)
        compat.check_access(segments, "read")
        ordered = self.browse(list(dict.fromkeys(segment_ids)))
        if len(ordered) < 2:
            raise UserError(_("segment_ids: give at least two segments to combine."))
        company = ordered.company_id if len(ordered.company_id) == 1 else ordered.company_id.browse()
        values = dict({"company_id": company.id, "applies_to": "both"}, **(vals or {}))
        return self.create(dict(values, name=self._segment_name(name), kind=DYNAMIC,
                                **OPERATIONS[operation](ordered[0], ordered[1:]))).id

    @api.model
    def _segment_name(self, name):
        if not isinstance(name, str) or not name.strip():
            raise UserError(_("name: the new segment needs a name."))
        return name.strip()

    # ---- checks --------------------------------------------------------------------------------
    @api.model
    def _segment_rule_fields(self):
        return (*super()._segment_rule_fields(), *BUILT_ON, "included_by", *EXCLUDED.values())

    @api.constrains(*BUILT_ON, *FILTERS.values())
    def _check_chain(self):
        for segment in self:
            chain = segment._segment_chain(segment, ())
            if chain:
                raise ValidationError(_("Segments cannot be made of each other in a circle: %s. Take one of them out.",
                                        " → ".join(part.name for part in chain)))

    def _segment_chain(self, goal, path):
        """Return the segments on a way from the first of ``path`` back to ``goal``, () when there is none."""
        if self in path:
            return (*path, self) if self == goal else ()
        parts = self._segment_parts() | self._segment_named()
        ways = (part._segment_chain(goal, (*path, self)) for part in parts)
        return next((way for way in ways if way), ())

    def _segment_named(self):
        """Return the segments that the filters of this one name, by id or by name."""
        found = self.sudo().with_context(active_test=False).browse()  # as in _segment_parts
        for model, name in FILTERS.items():
            try:
                domain = read_domain(self._segment_reader(model).env, model, self[name] or "[]", self.name)
            except UserError:
                continue  # it is refused where members are found
            for term in domain:
                if isinstance(term, (list, tuple)) and str(term[0]).partition(".")[0] == "visit_segment_ids":
                    found |= found.search(_naming(*term[1:]))
        return found

    def _segment_parts(self):
        """Return the segments that these are made of, archived ones too."""
        # how segments hang together does not depend on who asks
        segments = self.sudo().with_context(active_test=False)
        return segments.included_ids | segments.excluded_ids

    @api.constrains("company_id", *BUILT_ON)
    def _check_parts_company(self):
        for segment in self.filtered("company_id"):
            foreign = segment._segment_parts().filtered(lambda part, own=segment.company_id: part.company_id not in (
                own, own.browse()))
            if foreign:
                raise ValidationError(_("“%(segment)s” belongs to %(company)s, “%(part)s” to another company. Leave it out.",
                                        segment=segment.name, company=segment.company_id.name, part=foreign[0].name))

    def unlink(self):
        """Refuse while other segments are made of these: without them they would hold everybody."""
        # all of them, whoever may see them
        everything = self.sudo().with_context(active_test=False)
        users = everything.search(["|", ("included_ids", "in", self.ids), ("excluded_ids", "in", self.ids)]) - everything
        if users:
            raise UserError(_("“%s” is made of a segment that you want to delete. Change it first, or archive the segment.",
                              users[0].name))
        return super().unlink()

    def _segment_order(self):
        """Return these segments and all dynamic ones that they are made of, each after its parts."""
        ordered = self.browse()
        for segment in self:
            parts = segment._segment_parts().filtered(lambda part: part.kind == DYNAMIC).with_env(self.env)
            ordered |= parts._segment_order() if parts else parts
            ordered |= segment
        return ordered

    # ---- members -------------------------------------------------------------------------------
    def _visit_segment_members(self, model):
        """Return the ids of the present members of all these segments, whoever may see them."""
        name = self._member_field(model)
        field = self._fields[name]
        compat.flush(self.env[self._name].browse(), [name])
        self.env.cr.execute('SELECT DISTINCT "%s" FROM "%s" WHERE segment_id = ANY(%%s) ORDER BY 1' % (
            field.column2, field.relation), [self.ids])
        return [row[0] for row in self.env.cr.fetchall()]

    def _segment_narrow(self, model, ids):
        """Return those of the set ``ids`` that fulfil what no filter can say; further conditions extend this."""
        everything = self.sudo().with_context(active_test=False)  # as in _segment_parts
        groups = [set(part._visit_segment_members(model)) for part in everything.included_ids]
        if groups:
            ids = ids & (set.union(*groups) if self.included_by == "any" else set.intersection(*groups))
        return ids - self._segment_excluded(model)

    def _segment_excluded(self, model):
        everything = self.sudo().with_context(active_test=False)  # as in _segment_parts
        return set(everything[EXCLUDED[model]].ids).union(everything.excluded_ids._visit_segment_members(model))

    def _segment_exclude(self, model, ids):
        """Put records onto the excluded list."""
        reason = self.with_context(**{REASON: _("Excluded by hand")})
        reason.write({EXCLUDED[model]: [(4, number) for number in ids]})

    @api.model
    def _segment_models(self, applies_to):
        return [model for model in MEMBERS if applies_to in ("both", model)]
