"""What differs in Python between Odoo 14.0 and 19.0, and nothing else."""
from odoo.release import version_info

SERIES = version_info[0]
#: Type of JSON-RPC routes: ``@http.route(type=compat.JSON)``.
JSON = "jsonrpc" if SERIES >= 19 else "json"
#: Name of the many2many from users (and views, menus) to groups.
USER_GROUPS = "group_ids" if SERIES >= 19 else "groups_id"


def aggregator(name):
    """Keyword that sets how a field is aggregated: ``fields.Float(**aggregator("avg"))``."""
    return {"aggregator" if SERIES >= 18 else "group_operator": name}


def count_by(model, domain, field):
    """Return ``{id: number of records}`` of ``model`` in ``domain``, by the many2one ``field``."""
    if SERIES >= 17:
        return {rec.id: count for rec, count in model._read_group(domain, [field], ["__count"])}
    groups = model.read_group(domain, [field], [field])
    return {g[field][0]: g[field + "_count"] for g in groups if g[field]}


def check_access(records, operation):
    """Raise AccessError unless the user may do ``operation`` on all of ``records``."""
    if SERIES >= 18:
        records.check_access(operation)
        return
    records.check_access_rights(operation)
    records.check_access_rule(operation)
