"""Columns of many records at once: what the extraction of leads and of customers have in common.

Everything is read with the rights to read everything: what a model learns is the same for everybody, and who may
read the reasons of a record is decided when he looks.
"""
import re
from datetime import datetime, timedelta

import numpy as np
from psycopg2 import sql

from .. import compat
from .prediction_features import FIELD, TAG

DAY_S = 86400.0
#: Tags that say a value: "Size: 50", "Size=50".
VALUED = re.compile(r"^\s*([^:=]{1,40}?)\s*[:=]\s*(\S.*)$")
#: A plain tag is looked at when so many examples have it; the most frequent ones only.
FEWEST_OF_TAG, MOST_TAGS = 10, 60


def day_of(moment):
    """Return a naive UTC time as days since 1970."""
    return (moment - datetime(1970, 1, 1)).total_seconds() / DAY_S


def moment_of(day):
    """Return days since 1970 as a naive UTC time."""
    return datetime(1970, 1, 1) + timedelta(seconds=int(day * DAY_S))


def read(env, model, ids, names):
    """Return ``{name: list}`` of stored columns of the records, in the order of ``ids`` (rising); "" and 0 stay."""
    target = env[model].sudo().with_context(active_test=False)
    names = [name for name in names if name in target._fields and target._fields[name].store]
    rows = {row[0]: row[1:] for row in compat.search_rows(target, [("id", "in", list(ids))], ["id", *names])} if names else {}
    nothing = (None,) * len(names)
    return {name: [rows.get(number, nothing)[at] for number in ids] for at, name in enumerate(names)}


def named(env, model, numbers, name="display_name"):
    """Return a column of ids as names in no user's language, so that learning does not depend on who started it."""
    known = env[model].sudo().with_context(active_test=False, lang=None).browse(
        sorted({number for number in numbers if number})).exists()
    words = {record.id: record[name] for record in known}
    return [words.get(number) for number in numbers]


# ---- tags ------------------------------------------------------------------------------------------
def tag_columns(env, model, field, ids, wanted=None):
    """Return the columns made of the tags of the records, and what each holds for who has no such tag.

    :param dict wanted: the columns of a model that was learned before, with their defaults; None to choose them
    :return: ``({column: list}, {column: default})``
    """
    pairs = _tag_pairs(env, model, field, ids)
    names = dict(zip(sorted({tag for _row, tag in pairs}), named(
        env, env[model]._fields[field].comodel_name, sorted({tag for _row, tag in pairs}), "name")))
    usual = wanted if wanted is not None else _chosen_tags(names, pairs)
    columns = {name: [default] * len(ids) for name, default in usual.items() if name.startswith(TAG)}
    for row, tag in pairs:
        name = names[tag] or ""
        if TAG + name in columns and usual[TAG + name] == 0:
            columns[TAG + name][row] = 1
            continue
        said = VALUED.match(name)
        if said and TAG + said.group(1) in columns:
            columns[TAG + said.group(1)][row] = _value(said.group(2))
    return columns, {name: usual[name] for name in columns}


def _tag_pairs(env, model, field, ids):
    relation = env[model]._fields[field]
    compat.flush(env[model], [field])
    env.cr.execute(sql.SQL("SELECT {}, {} FROM {} WHERE {} = ANY(%s) ORDER BY 1, 2").format(*(
        sql.Identifier(part) for part in (relation.column1, relation.column2, relation.relation, relation.column1))),
        [list(ids)])
    place = {number: at for at, number in enumerate(ids)}
    return [(place[record], tag) for record, tag in env.cr.fetchall()]


def _chosen_tags(names, pairs):
    """Return the columns to make of these tags: one per thing that several tags give values of, one per frequent tag."""
    counts = np.bincount([tag for _row, tag in pairs] or [0])
    values = {}
    for tag, name in names.items():
        said = VALUED.match(name or "")
        if said:
            values.setdefault(said.group(1), set()).add(tag)
    several = {key: tags for key, tags in values.items() if len(tags) > 1}
    plain = set(names) - set().union(*several.values()) if several else set(names)
    plain = sorted((tag for tag in plain if names[tag] and counts[tag] >= FEWEST_OF_TAG), key=lambda tag: (-counts[tag], tag))
    chosen = {TAG + key: None for key in sorted(several)}
    chosen.update({TAG + names[tag]: 0 for tag in plain[:MOST_TAGS]})
    return chosen


def _value(text):
    """Return the number that a text is, else the text."""
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text.strip()


# ---- fields that the company added ---------------------------------------------------------------
def field_columns(env, model, ids, names):
    """Return the columns of these fields, linked records by name."""
    known = read(env, model, ids, names)
    columns = {}
    for name, values in known.items():
        field = env[model]._fields[name]
        if field.type == "many2one":
            values = named(env, field.comodel_name, values)
        elif field.type in ("char", "selection"):
            values = [value or None for value in values]
        else:
            values = [None if value is None else float(value) for value in values]
        columns[FIELD + name] = values
    return columns


# ---- what was logged ------------------------------------------------------------------------------
def first_values(env, model, ids, name):
    """Return ``{id: value}`` of a tracked field as it was before its first logged change.

    Records that are not in it never had another value, as far as Odoo has logged it.
    """
    field = env[model]._fields.get(name)
    if field is None or not getattr(field, "tracking", None):
        return {}
    tracking = env["mail.tracking.value"]
    link = "field_id" if "field_id" in tracking._fields else "field"
    column = {"many2one": "old_value_integer", "char": "old_value_char", "text": "old_value_text"}.get(field.type)
    if column is None:
        column = "old_value_monetary" if field.type == "monetary" and "old_value_monetary" in tracking._fields \
            else "old_value_float"
    compat.flush(tracking)
    compat.flush(env["mail.message"], ["model", "res_id"])
    # Odoo keeps its log of a field under the field's record
    number = env["ir.model.fields"].sudo()._get(model, name).id
    env.cr.execute(sql.SQL("""
        SELECT DISTINCT ON (m.res_id) m.res_id, t.{} FROM mail_tracking_value t JOIN mail_message m ON m.id = t.mail_message_id
         WHERE m.model = %s AND t.{} = %s AND m.res_id = ANY(%s) ORDER BY m.res_id, t.id""").format(
             sql.Identifier(column), sql.Identifier(link)), [model, number, list(ids)])
    return dict(env.cr.fetchall())


def as_created(env, model, ids, name, values):
    """Return the column as it was when the records were created, as far as Odoo has logged changes."""
    first = first_values(env, model, ids, name)
    return [first.get(number, value) for number, value in zip(ids, values)] if first else values
