"""What differs in Python between Odoo 14.0 and 19.0, and nothing else.

The rest of the addon asks this module instead of asking for the series.  Each helper says what
it stands for; ``tests/test_compat.py`` runs every one of them on the series at hand.
"""
import contextlib
import functools
import json
import os

from odoo import _, api
from odoo.exceptions import AccessError, ValidationError
from odoo.release import version_info
from psycopg2 import sql
from werkzeug.wrappers import Response

SERIES = version_info[0]
#: Type of JSON-RPC routes: ``@http.route(type=compat.JSON)``.
JSON = "jsonrpc" if SERIES >= 19 else "json"
#: Name of the many2many from users (and views, menus, actions) to groups.
USER_GROUPS = "group_ids" if SERIES >= 19 else "groups_id"
#: Name of the view mode that shows a list.
LIST = "list" if SERIES >= 18 else "tree"
#: Keywords of a ``parent_path`` field: 16.0 and 17.0 want to hear that it holds no words.
PARENT_PATH = dict({"unaccent": False} if SERIES in (16, 17) else {}, index=True)
#: Model whose records say who is a member of a sales team; in 14.0 users themselves do.
TEAM_MEMBER = "crm.team.member" if SERIES >= 15 else "res.users"
#: Context for calendar events that mirror visits: nobody gets an invitation or a reminder mail.
NO_INVITATION = {"no_mail_to_attendees": True, "dont_notify": True, "mail_create_nolog": True}
#: Context for bulk writes: no subscription, no log, no tracking message.
NO_LOG = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True,
          "mail_notrack": True, "mail_auto_subscribe_no_notify": True}
POSTGRES_NAME_LENGTH = 63


def __getattr__(name):
    """Offer ``compat.TransactionCase``: one transaction per test, ``setUpClass`` with ``env``.

    It is looked up late because ``odoo.tests`` is not wanted on a production server.
    """
    if name == "TransactionCase":
        from odoo.tests import common
        return common.SavepointCase if SERIES < 15 else common.TransactionCase
    raise AttributeError("module %r has no attribute %r" % (__name__, name))


# ---- fields and models -------------------------------------------------------------------------
def aggregator(name):
    """Keyword that sets how a field is aggregated: ``fields.Float(**aggregator("avg"))``."""
    return {"aggregator" if SERIES >= 18 else "group_operator": name}


def unique_index(model, columns, where="", name=""):
    """Let the database guarantee that no two rows have the same ``columns``.

    Call it in the model's ``init()``.  ``columns`` are columns or SQL expressions in
    parentheses, e.g. ``["rep_id", "date", "(COALESCE(company_id, 0))"]``; ``where`` limits the
    index to some rows.  A changed definition replaces the index.  Pair it with
    ``check_unique`` in a constraint: that one explains, this one also holds for two requests
    at the same moment.
    """
    cr, table = model.env.cr, model._table
    index = name or "_".join([table] + [c for c in columns if c.isidentifier()] + ["uniq"])
    index = index[:POSTGRES_NAME_LENGTH]
    definition = "(%s)%s" % (", ".join(columns), " WHERE " + where if where else "")
    cr.execute("""SELECT obj_description(c.oid) FROM pg_class c
                   WHERE c.relname = %s AND c.relkind = 'i'
                     AND c.relnamespace = current_schema::regnamespace""", [index])
    present = cr.fetchone()
    if present and present[0] == definition:
        return
    identifiers = {"index": sql.Identifier(index), "table": sql.Identifier(table),
                   "definition": sql.SQL(definition), "comment": sql.Literal(definition)}
    for statement in ("DROP INDEX IF EXISTS {index}",
                      "CREATE UNIQUE INDEX {index} ON {table} {definition}",
                      "COMMENT ON INDEX {index} IS {comment}"):
        cr.execute(sql.SQL(statement).format(**identifiers))


def check_unique(records, names, message):
    """Raise ``message(record)`` for a record whose fields ``names`` equal another record's.

    Archived records and records that the user may not see count: the database knows them too.
    """
    everything = records.sudo().with_context(active_test=False)
    for record in everything:
        domain = [(name, "=", plain(record, name)) for name in names]
        if everything.search_count(domain + [("id", "!=", record.id)]):
            raise ValidationError(message(record.with_env(records.env)))


def plain(record, name):
    """Return the value of a field as a domain wants it: ids, not records."""
    value = record[name]
    return value.id if record._fields[name].type == "many2one" else value


def has_cycle(records, parent="parent_id"):
    """Tell whether following ``parent`` from one of ``records`` leads back to it."""
    if SERIES >= 18:
        return records._has_cycle(parent)
    return not records._check_recursion(parent)


def search_flag(operator, value):
    """Return what a search on a computed boolean asks for: true or false records.

    For ``search=`` methods: 19.0 asks with ``in``, older series with ``=`` and ``!=``.
    """
    if operator in ("in", "not in"):
        wanted = {bool(item) for item in value}
        if len(wanted) != 1:
            raise ValueError("a yes/no field is searched by one value, not by %r" % (value,))
        value = wanted.pop()
    elif operator not in ("=", "!=", "<>"):
        raise ValueError("a yes/no field cannot be searched by %r" % operator)
    return bool(value) == (operator in ("=", "in"))


def flush(model, names=None):
    """Write pending changes to the database before SQL reads it: those of the fields ``names``, or all of all models."""
    if SERIES < 16:
        return model.flush(names)
    return model.env.flush_all() if names is None else model.flush_model(names)


def invalidate(model, names=None):
    """Forget cached values of ``model``, after SQL has written its table."""
    if SERIES >= 16:
        model.invalidate_model(names)
    else:
        model.invalidate_cache(names)


def search_rows(model, domain, names):
    """Return the values of the table's columns ``names``, a tuple per record found, by id.

    Access rights, record rules and ``active`` apply as in ``search``.  A model whose ``search``
    is its own is searched by that, which takes a second query.
    """
    flush(model.browse(), names)
    columns = ['"%s"."%s"' % (model._table, name) for name in names]
    found = model._search(domain, order="id")
    if not hasattr(found, "select"):
        return _rows_of_ids(model, list(found or ()), columns)
    statement = found.select(*columns)
    if SERIES >= 18:
        return model.env.execute_query(statement)  # which first writes what the domain looks at
    # the statement comes with its parameters: a pair up to 16.0, one object in 17.0
    model.env.cr.execute(*(statement if isinstance(statement, tuple) else [statement]))
    return model.env.cr.fetchall()


def _rows_of_ids(model, ids, columns):
    if not ids:
        return []
    model.env.cr.execute('SELECT %s FROM "%s" WHERE id = ANY(%%s) ORDER BY id' % (
        ", ".join(columns), model._table), [ids])
    return model.env.cr.fetchall()


# ---- domains and groups of records -------------------------------------------------------------
def all_of(*domains):
    """Return the domain of the records that are in every one of ``domains``."""
    return _combine("AND", domains)


def any_of(*domains):
    """Return the domain of the records that are in at least one of ``domains``."""
    return _combine("OR", domains)


def _combine(name, domains):
    if SERIES >= 19:
        from odoo.fields import Domain
        return list(getattr(Domain, name)([Domain(domain) for domain in domains]))
    from odoo.osv import expression
    return list(getattr(expression, name)([list(domain) for domain in domains]))


def count_by(model, domain, field):
    """Return ``{value: number of records}`` of ``model`` in ``domain``, by ``field``.

    Many2one fields count by id; records without a value are left out.
    """
    return {key: row[0] for key, row in _grouped(model, domain, field, ["__count"]).items()}


def sum_by(model, domain, field, *measures):
    """Return ``{value: (sum, …)}`` of the fields ``measures``, by ``field``; see ``count_by``."""
    return _grouped(model, domain, field, ["%s:sum" % name for name in measures])


def max_by(model, domain, field, measure):
    """Return ``{value: largest measure}``, by ``field``; see ``count_by``."""
    return {key: row[0] for key, row in _grouped(model, domain, field, [measure + ":max"]).items()}


def _grouped(model, domain, field, aggregates):
    relational = model._fields[field].type == "many2one"
    if SERIES >= 17:
        rows = model._read_group(domain, [field], aggregates)
        return {row[0].id if relational else row[0]: tuple(row[1:]) for row in rows if row[0]}
    measures = [item for item in aggregates if item != "__count"]
    groups = model.read_group(domain, [field] + measures, [field])
    names = [item.split(":")[0] for item in aggregates]
    return {group[field][0] if relational else group[field]:
            tuple(group[field + "_count" if name == "__count" else name] for name in names)
            for group in groups if group[field]}


def returns(model):
    """Decorate a method that returns records of ``model``: programs get an id; 19.0 sees to that by itself."""
    return (lambda method: method) if SERIES >= 19 else api.returns(model, lambda value: value.id)


# ---- access --------------------------------------------------------------------------------------
def check_access(records, operation):
    """Raise Odoo's AccessError unless the user may do ``operation`` on all ``records``."""
    if SERIES >= 18:
        records.check_access(operation)
    else:
        records.check_access_rights(operation)
        records.check_access_rule(operation)


def has_access(records, operation):
    """Tell whether the user may do ``operation`` on all ``records``."""
    try:
        check_access(records, operation)
    except AccessError:
        return False
    return True


def set_groups(user, *xml_ids):
    """Give ``user`` exactly these groups (and the ones they imply)."""
    groups = [user.env.ref(xml_id).id for xml_id in xml_ids]
    user.write({USER_GROUPS: [(6, 0, groups)]})


def teams_of(user):
    """Return the sales teams that ``user`` is a member of; 14.0 knows one."""
    return user.crm_team_ids if SERIES >= 15 else user.sale_team_id


def clear_caches(env):
    """Let all workers forget what ``ormcache`` keeps, the domains of record rules among it."""
    if SERIES >= 17:
        env.registry.clear_cache()
    else:
        env["base"].clear_caches()


def notify(user, title, message):
    """Show a warning to ``user``, if he is at the web client, once the transaction is committed."""
    note = {"title": title, "message": message, "type": "warning", "warning": True, "sticky": False}
    bus = user.env["bus.bus"].sudo()  # everybody may be told something
    if SERIES < 15:
        channel = (user.env.cr.dbname, "res.partner", user.partner_id.id)
        bus.sendone(channel, dict(note, type="simple_notification"))
    else:
        bus._sendone(user.partner_id, "simple_notification", note)


def group_users(group):
    """Return the users of ``group``, also those who have it through another group."""
    return group.all_user_ids if SERIES >= 19 else group.users


# ---- actions and views -----------------------------------------------------------------------------
def view_mode(modes):
    """Return a list of view modes as this series names them: ``view_mode("list,form")``."""
    return ",".join(LIST if mode == "list" else mode for mode in modes.split(","))


def views(*pairs):
    """Return the ``views`` of an action: ``views(("list", view.id), ("form", False))``."""
    return [(view_id, LIST if mode == "list" else mode) for mode, view_id in pairs]


def view_arch(model, view_type, view_id=None):
    """Return the arch of a view as the web client gets it, for the user at hand."""
    mode = LIST if view_type == "list" else view_type
    if SERIES >= 16:
        return model.get_view(view_id, mode)["arch"]
    return model.fields_view_get(view_id, mode)["arch"]


# ---- texts -----------------------------------------------------------------------------------------
def translator(env):
    """Return ``_`` for a function that is no method: ``_ = compat.translator(env)``.

    Odoo's own ``_`` finds the language in the caller's ``self``; without one it takes the language of
    the web request, which is wrong for programs, and for jobs there is none.
    """
    return functools.partial(_translate, env["base"])


def _translate(self, source):
    # Odoo looks at this function's ``self`` for the language, at its file for the module.
    return _(source)


# ---- reports and answers -----------------------------------------------------------------------------
def render_html(report, ids, data=None):
    """Return the HTML (bytes) of a report, an ``ir.actions.report`` record, for ``ids``."""
    arguments = (report, ids) if SERIES >= 16 else (ids,)
    return report._render_qweb_html(*arguments, data=data)[0]


def render_pdf(report, ids, data=None):
    """Return the PDF (bytes) of a report for ``ids``.

    While tests run Odoo answers with HTML, unless the context has ``force_report_rendering``.
    """
    arguments = (report, ids) if SERIES >= 16 else (ids,)
    return report._render_qweb_pdf(*arguments, data=data)[0]


def json_response(data, status=200):
    """Return the answer of an ``http`` route that carries ``data`` as JSON."""
    body = json.dumps(data, ensure_ascii=False)
    return Response(body, status=status, content_type="application/json; charset=utf-8")


# ---- life of the module and of a transaction -------------------------------------------------------
def hook(function):
    """Let a hook of the manifest be written as ``f(env)`` in every series.

    Up to 16.0 Odoo calls hooks with a cursor and the registry.
    """
    @functools.wraps(function)
    def adapter(first, registry=None):
        env = first if hasattr(first, "cr") else api.Environment(first, 1, {})
        return function(env)
    return adapter


def after_commit(env, function):
    """Call ``function`` without an environment once the transaction is committed; never when it is rolled back."""
    env.cr.postcommit.add(function)


def run_after_commit(env):
    """For tests: call now what waits for the commit (a test's transaction has none)."""
    env.cr.postcommit.run()


def load_data_file(env, module, path):
    """For tests: load a data file of ``module`` as an installation does."""
    from odoo.tools import convert_file
    convert_file(env if SERIES >= 17 else env.cr, module, path, {}, mode="init", noupdate=True)


def thread_environments():
    """Context in which a thread of our own may have environments: 14.0 keeps them per thread."""
    return api.Environment.manage() if SERIES < 15 else contextlib.nullcontext()


def is_no_worker():
    """Tell whether this process serves no ordinary requests: it forks those that do, or it waits
    for long polls with threads that are none."""
    import odoo
    from odoo.service import server
    forks = isinstance(server.server, server.PreforkServer) and server.server.pid == os.getpid()
    return odoo.evented or forks


def trigger_cron(cron):
    """Run a scheduled job soon where the series can (15.0 on); elsewhere it waits for its time."""
    if hasattr(cron, "_trigger"):
        cron._trigger()


def xmlrpc_models(case):
    """For tests: the XML-RPC proxy of an ``HttpCase`` for ``execute_kw``.

    14.0 notes the port when a case is collected, before the server has one; newer series let
    in only requests that carry the key of the test.
    """
    if SERIES >= 15:
        return case.xmlrpc_object
    import xmlrpc.client

    from odoo.tools import config
    return xmlrpc.client.ServerProxy("http://127.0.0.1:%d/xmlrpc/2/object" % config["http_port"])


def permanent_attendances(calendar):
    """Return the working hours that hold every week.

    Series before 19.0 know hours with an end date, those from 17.0 on lines for the lunch between.
    """
    lines = calendar.attendance_ids.filtered(
        lambda line: not line.display_type and line.day_period != "lunch")
    if "date_from" not in lines._fields:
        return lines
    return lines.filtered(lambda line: not line.date_from and not line.date_to)
