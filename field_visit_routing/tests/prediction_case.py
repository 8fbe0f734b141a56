"""A world with a known truth for the tests of predictions: leads of three sources, of which one converts."""
import json
import random
from datetime import timedelta

from odoo import fields

from .. import compat
from ..engine.jobs.kinds import learn
from ..engine.scoring.packing import unpack
from .ground_case import GroundCase

#: Probability to be won by source: what is to be learned.
RATES = {"Fair": 0.8, "Web": 0.3, "List": 0.05}
ROWS = 400


class _Context:
    """Stands for the job's process: learning in a test needs no process of its own."""

    def progress(self, *_arguments, **_named):
        return None

    def cancelled(self):
        return False


class PredictionCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["field.visit.score.rule"].search([]).write({"active": False})
        # with the same single field to look at Odoo's scoring is as good: a tie is decided by chance
        cls.env["ir.config_parameter"].set_param("crm.pls_fields", "email_state,phone_state")
        cls.sources = {name: cls.env["utm.source"].create({"name": "Test " + name}) for name in RATES}
        cls.won_stage = cls.env["crm.stage"].create({"name": "Test won", "is_won": True, "sequence": 900})
        cls.first_stage = cls.env["crm.stage"].create({"name": "Test new", "sequence": -900})
        cls.prediction = cls.env["field.visit.prediction"].create({
            "name": "Test leads", "company_id": cls.company.id, "target": "convert", "horizon_days": 30, "retrain": "never"})

    @classmethod
    def history(cls, rows=ROWS, seed=4, days=700):
        """Create leads over the last ``days`` whose end depends on the source; return them oldest first."""
        chance = random.Random(seed)
        names = [chance.choice(sorted(RATES)) for _row in range(rows)]
        leads = cls.env["crm.lead"].create([{
            "name": "Lead", "type": "opportunity", "company_id": cls.company.id, "team_id": cls.team.id, "user_id": False,
            "source_id": cls.sources[name].id, "stage_id": cls.first_stage.id} for name in names])
        ends = [(leads[at].id, days * (1 - at / rows) + 35, chance.random() < RATES[name]) for at, name in enumerate(names)]
        cls.close(ends)
        return leads

    @classmethod
    def close(cls, ends):
        """Write when leads came in (days ago) and that they were won, or lost, the day after."""
        compat.flush(cls.env["crm.lead"])
        now = fields.Datetime.now()
        for number, ago, won in ends:
            made = now - timedelta(days=ago)
            values = [made, made + timedelta(days=1), cls.won_stage.id if won else cls.first_stage.id, won, 100 if won else 0]
            cls.env.cr.execute("UPDATE crm_lead SET create_date = %s, date_closed = %s, stage_id = %s, active = %s, "
                               "probability = %s WHERE id = %s", [*values, number])
        if "won_status" in cls.env["crm.lead"]._fields:
            cls.env.cr.execute(
                "UPDATE crm_lead SET won_status = CASE WHEN active THEN 'won' ELSE 'lost' END WHERE id = ANY(%s)",
                [[row[0] for row in ends]])
        compat.invalidate(cls.env["crm.lead"])

    @classmethod
    def open_lead(cls, source, **values):
        return cls.lead(**dict({
            "source_id": cls.sources[source].id, "company_id": cls.company.id, "user_id": False, "team_id": cls.team.id,
            "type": "opportunity", "stage_id": cls.first_stage.id}, **values))

    @classmethod
    def only(cls, prediction, *keys):
        """Let the prediction look at these features only."""
        for feature in prediction.feature_ids:
            feature.used = feature.key in keys

    @classmethod
    def learned(cls, prediction=None):
        """Learn a version as the job does, in this process."""
        prediction = prediction or cls.prediction
        version = cls.env["field.visit.prediction.version"].browse(prediction.submit_training()["version_id"])
        cls.finish(version)
        return version

    @classmethod
    def finish(cls, version):
        """Do the job of a version that waits for its process."""
        job = version.sudo()
        result = learn.run(json.loads(job.job_request), _Context())
        job._job_close("done")
        job._job_on_done(result)

    def figure(self, version, key):
        return version.figure_ids.filtered(lambda row: row.key == key)

    def held(self, version):
        return unpack(version.sudo().held_packed)
