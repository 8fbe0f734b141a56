"""Leads of a bank as leads of Odoo: each column of the public data is a tag such as "job: student".

Imports nothing relatively, so that the benchmark loads it by its path. Where the data are not at hand a
generator with a known truth makes rows of the same form.
"""
import csv
import gzip
import math
import random
from datetime import datetime, timedelta
from pathlib import Path

from odoo.addons.field_visit_routing import compat

FILE = Path("data", "leads", "bank-additional-full.csv.gz")
#: Known only when the call is over: whoever uses it cheats.
AFTERWARDS, TARGET = "duration", "y"
#: The leads come in over so many days, the last one so many days ago.
DAYS, LAST = 900, 5


def read(shared, every=1):
    """Return each ``every``-th row as a dict of texts, in order of time.

    :param shared: the folder with the public data; where it is not there, rows are generated
    """
    path = Path(shared) / FILE
    if not path.exists():
        return generated(41188 // every)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))[::every]


def generated(count, seed=7):
    """Return rows of a known truth: the rate follows the market, the job and the number of calls, and it drifts.

    Retired people are won by many calls, which no sum of effects can say.
    """
    chance, rows = random.Random(seed), []
    for at in range(count):
        market = round(5 - 4 * at / count + chance.gauss(0, 0.2), 1)
        job, calls = chance.choice(("student", "worker", "retired", "clerk")), chance.randrange(1, 9)
        strength = -1.2 - 0.5 * market + {"student": 1.2, "retired": 0.9}.get(job, 0.0) - 0.25 * calls
        strength += 3.0 if job == "retired" and calls > 4 else 0.0
        rows.append({"job": job, "campaign": str(calls), "euribor3m": str(market), "duration": str(chance.randrange(900)),
                     "loan": chance.choice(("yes", "no")), "y": str(int(chance.random() < 1 / (1 + math.exp(-strength))))})
    return rows


def load(env, rows, company, won, new):
    """Create a lead of each row, closed an hour after it came in; return their ids in order of time.

    One is created as usual, the others are copies of its row: 41,188 by the ORM would take minutes.

    :param won: the stage of those that were won
    :param new: the stage of the others
    """
    first = env["crm.lead"].create({
        "name": "Bank", "type": "opportunity", "company_id": company.id, "user_id": False, "team_id": False, "stage_id": new.id})
    compat.flush(env["crm.lead"])
    env.cr.execute("SELECT nextval('crm_lead_id_seq') FROM generate_series(1, %s)", [len(rows)])
    ids = [row[0] for row in env.cr.fetchall()]
    _copy(env, first, _changes(env, rows, ids, won, new))
    _tag(env, rows, ids)
    first.unlink()
    compat.invalidate(env["crm.lead"])
    return ids


def _changes(env, rows, ids, won, new):
    now = datetime.utcnow().replace(microsecond=0)
    made = [now - timedelta(days=LAST + DAYS * (1 - at / len(rows))) for at in range(len(rows))]
    ends = [row[TARGET] in ("1", "yes") for row in rows]
    changes = {
        "id": ("int", ids), "create_date": ("timestamp", made),
        "date_closed": ("timestamp", [moment + timedelta(hours=1) for moment in made]),
        "stage_id": ("int", [won.id if end else new.id for end in ends]), "active": ("bool", ends),
        "probability": ("float8", [100.0 if end else 0.0 for end in ends]),
    }
    if "won_status" in env["crm.lead"]._fields:
        changes["won_status"] = ("text", ["won" if end else "lost" for end in ends])
    return changes


def _copy(env, record, changes):
    """Insert copies of the record's row with these columns changed: ``{column: (type, values)}``."""
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = 'crm_lead'")
    kept = [row[0] for row in env.cr.fetchall() if row[0] not in changes]
    env.cr.execute("INSERT INTO crm_lead (%s) SELECT %s FROM crm_lead t, unnest(%s) AS v(%s) WHERE t.id = %%s" % (
        ", ".join('"%s"' % name for name in [*changes, *kept]),
        ", ".join(["v.%s" % name for name in changes] + ['t."%s"' % name for name in kept]),
        ", ".join("%%s::%s[]" % kind for kind, _values in changes.values()), ", ".join(changes)),
        [values for _kind, values in changes.values()] + [record.id])


def _tag(env, rows, ids):
    said = [["%s: %s" % item for item in row.items() if item[0] not in (AFTERWARDS, TARGET)] for row in rows]
    names = sorted({name for names in said for name in names})
    known = dict(zip(names, env["crm.tag"].create([{"name": name} for name in names]).ids))
    pairs = [(number, known[name]) for number, names in zip(ids, said) for name in names]
    env.cr.execute("INSERT INTO crm_tag_rel (lead_id, tag_id) SELECT * FROM unnest(%s::int[], %s::int[])",
                   [list(column) for column in zip(*pairs)])


def let_odoo_look(env, by_itself):
    """Let Odoo's own scoring look at the tags, which 14.0 does by itself."""
    env["ir.config_parameter"].set_param("crm.pls_fields", "" if by_itself else "tag_ids")
    env["ir.config_parameter"].set_param("crm.pls_start_date", "2000-01-01")
