"""What the map shows, as columns: one answer for 10 or 100,000 records.

Access: ``search`` applies access rights, record rules and companies; fields that the user may
not read are left out.  Positions are present by state, never by value: 0.0 is a latitude.
"""
import psycopg2
from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .. import compat
from .located_mixin import PLACED

KINDS = {
    "integer": "number", "float": "number", "monetary": "number", "boolean": "boolean",
    "selection": "selection", "many2one": "many2one", "date": "date", "datetime": "datetime",
}
UNSUPPORTED = ("binary", "reference", "json", "properties", "properties_definition")


class FieldVisitMap(models.AbstractModel):
    _name = "field.visit.map"
    _inherit = "field.visit.map.routes"
    _description = "Records on the map"

    @api.model
    def get_map_data(self, model, domain=None, lat="", lon="", fields=(), color="", route="",
                     order="", options=None, shape="", icon=""):
        """Return the records of ``model`` in ``domain`` as columns for the map.

        :param model: name of the model, e.g. ``"res.partner"``
        :param domain: search domain; the user's access rights and rules apply on top
        :param lat: name of the float field with the latitude in degrees
        :param lon: name of the float field with the longitude in degrees
        :param fields: names of further fields to send along
        :param color: name of the field that colours the points, or ``""``
        :param route: name of the field that groups records into routes, or ``""``
        :param order: name of the field that orders the stops of a route, or ``""``
        :param options: dict of further wishes, see the methods ``_map_extras``
        :param shape: name of the field that chooses the shape of the points, or ``""``
        :param icon: name of the field that chooses the icon in the points, or ``""``
        :return: dict with ``count`` (records in the domain), ``ids``, ``lat``, ``lon``,
            ``names`` (of those with a position), ``columns`` ``{field: [value, …]}``,
            ``fields`` ``{field: {"label", "kind", "values"}}``, ``color``, ``popup``,
            ``missing`` ``{"count", "ids"}`` (records without a position) and ``routes``.
            A missing value is ``False``; many2one values are ids, named in ``values``;
            many2many values are ids in a text, ``"3,7"``. A field of ``color``, ``shape`` or
            ``icon`` that the user may not read comes back as ``""``.
        :raises UserError: for an unknown model or field or a domain that cannot be used
        :raises AccessError: when the user may not read the records
        """
        target = self._map_target(model)
        popup = self._readable(target, fields)
        marks = {key: name if self._readable(target, [name]) else "" for key, name in (
            ("color", color), ("shape", shape), ("icon", icon))}
        needed = self._required(target, [lat, lon] + [name for name in (route, order) if name])
        extra = self._route_fields(target) if route else []
        shown = list(dict.fromkeys(popup + [name for name in marks.values() if name]))
        names = list(dict.fromkeys(needed + shown + extra))
        records, columns = self._found(target, domain, names + self._presence_field(target))
        placed = self._placed_rows(target, columns, lat, lon)
        result = self._columns_answer(records, columns, placed, lat, lon)
        result.update(
            columns={name: [columns[name][row] for row in placed] for name in shown},
            fields={name: self._field_info(target, name, columns[name]) for name in shown},
            popup=popup, **marks,
            routes=self._routes(records, columns, placed, route, order) if route else [],
        )
        return self._map_extras(target, records, result, self._options(options))

    def _map_extras(self, target, records, answer, options):
        """Return the answer with further keys; each tool of the map extends this by ``super``.

        Ask the database per column, never per record: the answer may hold 100,000 of them.

        :param target: the model, as an empty recordset
        :param records: every record found, also those without a position
        :param answer: what ``get_map_data`` returns; row i of each column is ``ids[i]``
        :param options: the caller's dict of wishes; unknown keys belong to other tools
        """
        return answer

    # ---- what was asked for ------------------------------------------------------------------
    def _map_target(self, model):
        if not isinstance(model, str) or model not in self.env or self.env[model]._abstract:
            raise UserError(_(
                'model: "%s" is not known here. Give the technical name of a model with records.',
                model))
        return self.env[model]

    def _options(self, options):
        if not isinstance(options or {}, dict):
            raise UserError(_("options: give names and values, such as {} for none."))
        return dict(options or {})

    def _known(self, target, names):
        for name in names:
            if not isinstance(name, str):
                raise UserError(_("fields: %r is not the name of a field. Give names in a list.")
                                % (name,))
            if name not in target._fields or target._fields[name].type in UNSUPPORTED:
                raise UserError(_(
                    'Field "%(field)s" of %(model)s cannot be shown on a map: it does not exist '
                    "or holds no simple value. Choose another field.",
                    field=name, model=target._description or target._name))
        return list(names)

    def _readable(self, target, names):
        """The fields among ``names`` that the user may read; unknown ones are refused."""
        if not isinstance(names, (list, tuple)):
            raise UserError(_("fields: give a list of names, not %r.") % (names,))
        names = self._known(target, [name for name in names if name])
        allowed = target.fields_get(names, ["type"])
        return [name for name in dict.fromkeys(names) if name in allowed]

    def _required(self, target, names):
        if not all(names[:2]):
            raise UserError(_("lat and lon: name the two fields with the coordinates."))
        readable = self._readable(target, names)
        for name in names:
            if name not in readable:
                raise AccessError(_(
                    'You may not read the field "%(field)s" of %(model)s, which the map needs. '
                    "Ask your administrator for access.",
                    field=name, model=target._description))
        for name in names[:2]:
            if KINDS.get(target._fields[name].type) != "number":
                raise UserError(_(
                    'lat and lon: "%(field)s" of %(model)s holds no number. Name the two fields '
                    "with the coordinates.", field=name, model=target._description))
        return names

    def _search(self, target, domain, limit=None):
        return self._guarded(target, lambda: target.search(list(domain or []), order="id", limit=limit))

    def _guarded(self, target, search):
        """Call ``search``; a domain that it or the database cannot use is refused in a sentence."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return search()
        except (ValueError, TypeError, LookupError, AttributeError, AssertionError, RecursionError,
                psycopg2.DataError, psycopg2.ProgrammingError) as error:
            raise UserError(_(
                "domain: this filter cannot be used on %(model)s (%(error)s). Correct it.",
                model=target._description, error=error)) from error

    def _found(self, target, domain, names):
        """Return the records of ``domain`` and their columns, with ``id`` and the names, by id.

        Where the search is one query, that very query reads the table's columns as well: naming
        100,000 found records to the database once more would take as long as finding them.
        """
        title = self._title_field(target)
        names = list(dict.fromkeys(names + [title] * bool(title)))
        plain = [name for name in names if self._is_column(target, name)]
        rows = self._guarded(
            target, lambda: compat.search_rows(target, list(domain or []), ["id"] + plain))
        columns = dict(zip(["id"] + plain, zip(*rows))) if rows else {
            name: () for name in ["id"] + plain}
        records = target.browse(columns["id"])
        values = {name: self._plain_values(target, name, columns[name]) for name in columns}
        values.update(self._computed_columns(records, [n for n in names if n not in plain]))
        return records, values

    # ---- positions ---------------------------------------------------------------------------
    def _presence_field(self, target):
        """The field that says whether a record has a position, in a list; none for other models."""
        return [name for name in ("geo_state", "has_position") if name in target._fields][:1]

    def _placed_rows(self, target, columns, lat, lon):
        """Numbers of the rows with a position; 0.0 is one, an empty field is none.

        A model whose numbers nobody checks may hold some that are no place on earth.
        """
        presence = self._presence_field(target)
        size = len(columns["id"])
        if not presence:
            return [row for row in range(size) if self._is_place(columns[lat][row], columns[lon][row])]
        present = columns[presence[0]]
        if presence == ["geo_state"]:
            return [row for row in range(size) if present[row] in PLACED]
        return [row for row in range(size) if present[row]]

    def _is_place(self, lat, lon):
        return lat is not False and lon is not False and abs(lat) <= 90 and abs(lon) <= 180

    def _columns_answer(self, records, columns, placed, lat, lon):
        ids = columns["id"]
        is_placed = set(placed)
        missing = [ids[row] for row in range(len(ids)) if row not in is_placed]
        names = self._names(records, columns)
        return {
            "count": len(ids),
            "ids": [ids[row] for row in placed],
            "lat": [columns[lat][row] or 0.0 for row in placed],
            "lon": [columns[lon][row] or 0.0 for row in placed],
            "names": [names[row] for row in placed],
            "missing": {"count": len(missing), "ids": missing},
        }

    # ---- values ------------------------------------------------------------------------------
    def _title_field(self, target):
        """The stored field with the display names, or ``""``."""
        return next((name for name in ("display_name", "complete_name")
                     if name in target._fields and self._is_column(target, name)), "")

    def _names(self, records, columns):
        """Display names in the order of ids."""
        title = self._title_field(records)
        if title:
            return columns[title]
        names = {row["id"]: row["display_name"] for row in records.read(["display_name"])}
        return [names[number] for number in columns["id"]]

    @api.model
    def _is_column(self, records, name):
        """Whether the table's column holds the very value that the user reads.

        A model that this addon does not know may hide values when it is read, as the calendar
        does with private meetings: of such a model only the coordinates come from the table.
        """
        field = records._fields[name]
        known = bool(self._presence_field(records)) or field.type == "float"
        return bool(known and field.store and field.column_type and not field.translate
                    and not field.company_dependent and not field.inherited)

    @api.model
    def _computed_columns(self, records, names):
        if not names:
            return {}
        ordered = records.sorted("id")
        rows = {row["id"]: row for row in ordered.read(names)}
        return {name: self._plain_values(
            records, name, [self._bare_id(rows[i][name]) for i in ordered.ids])
            for name in names}

    @api.model
    def _bare_id(self, value):
        """The id of a linked record, of which ``read`` tells the name as well."""
        return value[0] if isinstance(value, tuple) else value

    @api.model
    def _plain_values(self, records, name, values):
        """Values as programs and browsers take them; what is missing is False."""
        kind = records._fields[name].type
        if kind == "datetime":
            return [self._local_text(value) for value in values]
        if kind == "date":
            return [fields.Date.to_string(value) if value else False for value in values]
        if kind == "one2many":
            return self._joined_names(records._fields[name], values)
        if kind == "boolean":
            return [bool(value) for value in values]
        if kind in ("float", "monetary"):
            # JSON and XML-RPC know neither NaN nor infinity: x - x is 0 for all other numbers
            return [False if value is None or value - value != 0 else value for value in values]
        return [False if value is None else value for value in values]

    @api.model
    def _local_text(self, moment):
        if not moment:
            return False
        return fields.Datetime.context_timestamp(self, moment).strftime("%Y-%m-%d %H:%M")

    @api.model
    def _joined_names(self, field, values):
        """Names of the linked records, as far as the user may see them, joined for each value."""
        ids = {number for value in values for number in value}
        linked = self.env[field.comodel_name].with_context(active_test=False)
        names = {record.id: record.display_name
                 for record in linked.search([("id", "in", list(ids))])}
        return [", ".join(names[i] for i in value if i in names) for value in values]

    @api.model
    def _field_info(self, target, name, values):
        description = target.fields_get([name], ["string", "type", "selection"])[name]
        info = {"label": description["string"], "kind": KINDS.get(description["type"], "text")}
        if info["kind"] == "selection":
            info["values"] = {str(key): label for key, label in description["selection"]}
        if info["kind"] == "many2one":
            # like Odoo's own read: the name of a linked record is shown with the record
            linked = self.env[target._fields[name].comodel_name].sudo()
            found = linked.browse(sorted({value for value in values if value})).exists()
            info["values"] = {str(record.id): record.display_name for record in found}
        return info
