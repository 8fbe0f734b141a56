"""Models that tell where reps were: every read is noted, by whatever way it comes.

The hooks sit where Odoo fetches fields, groups rows and searches, below ``read``, ``search_read``, ``export_data`` and
the web client's own calls.
"""
import re

from odoo import api, models

from .. import compat

#: Fields of a position where all fields of a model tell of one.
PLACE = frozenset(("latitude", "longitude"))


class NotedMixin(models.AbstractModel):
    _name = "field.visit.noted.mixin"
    _description = "Reading positions is noted"

    #: The field that says whose position a record tells: a rep, or a user who is one.
    _noted_link = "rep_id"

    @api.model
    def _noted_fields(self):
        """Names of the fields that tell a position; empty for all of the model."""
        return frozenset()

    def _noted_reps(self):
        """The reps whom these records tell of."""
        # the user has just read these records, only whose they are is looked up
        return self.sudo().rep_id.with_env(self.env)

    @api.model
    def _tells_position(self, names):
        noted = self._noted_fields()
        return not noted or any(str(name).split(":")[0] in noted for name in names)

    def _note_read(self, names):
        if self and not self.env.su and self._tells_position(names):
            self._noted_reps()._looked_at("list")

    @api.model
    def _note_groups(self, domain, asked):
        """Note a look at groups of ``domain``; ``asked`` is all else that the call asks for."""
        # up to 16.0 the rows of groups are not searched for: what they are chosen by is asked here
        chosen = compat.SERIES < 17 and self._asks_position(domain, "")
        if not self.env.su and (chosen or self._tells_position(re.findall(r"\w+", str(asked)))):
            self._note_found(domain, "figures")

    @api.model
    def _note_found(self, domain, way):
        """Note a look at those of the reps whom the user may read who are told of in ``domain``."""
        reps = self.env["field.visit.rep"].with_context(active_test=False).search([])
        link = self._noted_link
        whose = {(rep.user_id if link == "user_id" else rep).id: rep.id for rep in reps}
        # counted with all rights: the count itself is not to be noted
        among = self.sudo(), compat.all_of(domain or [], [(link, "in", list(whose))])
        found = among[0].search(among[1]).ids if link == "id" else compat.count_by(*among, link)
        reps.browse([whose[key] for key in found])._looked_at(way)

    @api.model
    def _asks_position(self, domain, order):
        """Whether rows are chosen or sorted by where somebody was: who is north of a place tells it as well."""
        asked = {str(item[0]).split(".")[0] for item in domain or () if isinstance(item, (list, tuple)) and item}
        return bool((self._noted_fields() or PLACE) & (asked | set(re.findall(r"\w+", str(order or "")))))

    # ---- where Odoo reads -----------------------------------------------------------------------------
    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *args, **kwargs):
        """Every search comes through here."""
        if not self.env.su and self._asks_position(domain, order):
            self._note_found(domain, "list")
        return super()._search(domain, offset, limit, order, *args, **kwargs)

    def _read(self, fields):
        """Up to 16.0 every value of a field comes through here."""
        result = super()._read(fields)
        self._note_read([getattr(field, "name", field) for field in fields])
        return result

    def _fetch_query(self, query, fields):
        """From 17.0 on every value of a field comes through here."""
        found = super()._fetch_query(query, fields)
        found._note_read([field.name for field in fields])
        return found

    @api.model
    def read_group(self, domain, fields, groupby, *args, **kwargs):
        """Up to 16.0 rows are grouped here."""
        self._note_groups(domain, [fields, groupby, args, kwargs])
        return super().read_group(domain, fields, groupby, *args, **kwargs)

    @api.model
    def _read_group(self, domain, *args, **kwargs):
        """From 17.0 on rows are grouped here; which groups there are and their order tell as well."""
        self._note_groups(domain, [args, kwargs])
        return super()._read_group(domain, *args, **kwargs)

    @api.model
    def _read_grouping_sets(self, domain, *args, **kwargs):
        """From 19.0 on rows are grouped in several ways at once here."""
        self._note_groups(domain, [args, kwargs])
        return super()._read_grouping_sets(domain, *args, **kwargs)

    def export_data(self, fields_to_export, *args, **kwargs):
        if self and not self.env.su and self._tells_position(fields_to_export):
            self._noted_reps()._looked_at("export")
        return super().export_data(fields_to_export, *args, **kwargs)


class FieldVisitPosition(models.Model):
    _name = "field.visit.position"
    _inherit = ["field.visit.position", "field.visit.noted.mixin"]


class FieldVisitRep(models.Model):
    _name = "field.visit.rep"
    _inherit = ["field.visit.rep", "field.visit.noted.mixin"]
    _noted_link = "id"

    @api.model
    def _noted_fields(self):
        return frozenset(("last_latitude", "last_longitude", "doubted_position"))

    def _noted_reps(self):
        return self
