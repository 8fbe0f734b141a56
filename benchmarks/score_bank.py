"""The public leads of a bank as 41,188 leads of a real Odoo: learned from, compared with Odoo's own scoring, predicted.

They are loaded by ``tests/bank_leads.py`` (columns as tags), nothing of it is kept.  The held-out period is the last
quarter in order of time; Odoo's own code counts what was closed before it and scores the held-out leads as they came in.
"""

from typing import Any, Dict, List

from harness import ROOT, Row, at_least, at_most, information

PROGRAM = """
import importlib.util, json, sys, time
from odoo.addons.field_visit_routing import compat
from odoo.addons.field_visit_routing.engine.jobs.kinds import learn
spec = importlib.util.spec_from_file_location('bank_leads', %(loader)r)
bank_leads = importlib.util.module_from_spec(spec)
spec.loader.exec_module(bank_leads)
class Context:
    progress = lambda self, *arguments, **named: None
    cancelled = lambda self: False
def seconds(work):
    began = time.perf_counter()
    return work(), time.perf_counter() - began
env = env(context=dict(env.context, **compat.NO_LOG))
company = env['res.company'].create({'name': 'Bank'})
won = env['crm.stage'].create({'name': 'Won bank', 'is_won': True, 'sequence': 900})
new = env['crm.stage'].create({'name': 'New bank', 'sequence': -900})
bank_leads.let_odoo_look(env, compat.SERIES < 15)
ids = bank_leads.load(env, bank_leads.read(%(shared)r), company, won, new)
prediction = env['field.visit.prediction'].create({'name': 'Bank', 'company_id': company.id, 'target': 'convert',
                                                   'horizon_days': 1, 'retrain': 'never'})
for feature in prediction.feature_ids:
    feature.used = feature.key == 'tag'  # when a row came in is made up
answer, reading = seconds(prediction.submit_training)
version = env['field.visit.prediction.version'].browse(answer['version_id'])
result, learning = seconds(lambda: learn.run(json.loads(version.job_request), Context()))
version._job_close('done')
_done, judging = seconds(lambda: version._job_on_done(result))
env.cr.execute("UPDATE crm_lead SET active = true, stage_id = %%s, probability = 50, date_closed = NULL WHERE id = ANY(%%s)",
               [new.id, ids])
if 'won_status' in env['crm.lead']._fields:
    env.cr.execute("UPDATE crm_lead SET won_status = 'pending' WHERE id = ANY(%%s)", [ids])
compat.invalidate(env['crm.lead'])
count, predicting = seconds(prediction._visit_predict)
_reasons, explaining = seconds(env['crm.lead'].browse(ids[0]).get_learned_reasons)
figures = {row.key: row._visit_values() for row in version.figure_ids}
state = version.state
env.cr.rollback()
print(json.dumps({'leads': len(ids), 'reading': reading, 'learning': learning, 'judging': judging, 'predicted': count,
                  'predicting': predicting, 'explaining': explaining, 'state': state, 'figures': figures}))
"""


def rows(options: Any, site: Any) -> List[Row]:
    """Learn, compare and predict in an Odoo, where there is one."""
    paths = {"loader": str(ROOT / "field_visit_routing" / "tests" / "bank_leads.py"), "shared": str(ROOT.parent / "shared")}
    told: Dict[str, Any] = {} if site.is_off else site.shell(PROGRAM % paths)
    known: Dict[str, Any] = told.get("figures", {})
    own, odoo, regression = (known.get(key) or {} for key in ("blend", "odoo", "logistic"))
    name = "Bank's leads in Odoo: "
    limits = [
        at_least(name + "average precision beside Odoo's scoring", _ratio(own, odoo, "average_precision"), "times", 1.0),
        at_most(name + "Brier score beside Odoo's scoring", _ratio(own, odoo, "brier"), "times", 1.0),
        at_least(name + "average precision beside a regression", _ratio(own, regression, "average_precision"), "times", 1.0),
        at_most(name + "Brier score beside a regression", _ratio(own, regression, "brier"), "times", 1.0),
        at_most(name + "learning in the job's process", told.get("learning"), "s", 60),
        at_most(name + "predicting 100,000 of them", _per(told, 100000), "s", 10),
    ]
    if not told:
        return limits
    shown = [information("%s: %s" % (row["name"], key.replace("_", " ")), row[key], "") for row in known.values()
             for key in ("auc", "average_precision", "lift_10", "brier") if row["rows"]]
    return limits + shown + [
        information(name + "reading the examples", told["reading"], "s"),
        information(name + "comparing with Odoo's scoring and the rules", told["judging"], "s"),
        information(name + "reasons of one lead", told["explaining"], "s"),
    ]


def _ratio(own: Dict[str, float], other: Dict[str, float], key: str) -> Any:
    return own[key] / other[key] if own.get(key) and other.get(key) else None


def _per(told: Dict[str, Any], count: int) -> Any:
    return told["predicting"] * count / told["predicted"] if told.get("predicted") else None
