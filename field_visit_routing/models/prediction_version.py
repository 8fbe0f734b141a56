"""One version of a prediction: what it learned from, how good it is, and whether it is live.

A version is made by a job. Its model is kept signed with a secret of the database and read by nobody else; what users
see of it is its card: data, features, figures, the tree as rules and a picture.
"""
import base64
import hashlib
import hmac
import json

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.errors import EngineError
from ..engine.scoring.packing import pack, unpack
from . import prediction_card

STATES = [("training", "Learning"), ("candidate", "Ready"), ("live", "Live"), ("refused", "Refused"),
          ("retired", "Retired"), ("failed", "Failed")]
#: Seconds that learning may take.
DEADLINE_S = 1800
MOST_ROWS = 100000


class FieldVisitPredictionVersion(models.Model):
    _name = "field.visit.prediction.version"
    _description = "Version of a prediction"
    _inherit = "field.visit.job.mixin"
    _order = "prediction_id, number desc, id desc"
    _rec_name = "name"

    name = fields.Char("Name", required=True, readonly=True)
    prediction_id = fields.Many2one("field.visit.prediction", "Prediction", required=True, readonly=True, index=True,
                                    ondelete="cascade")
    company_id = fields.Many2one(related="prediction_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Asked By", readonly=True)
    number = fields.Integer("Number", readonly=True)
    state = fields.Selection(STATES, default="training", required=True, readonly=True, index=True)
    trained_at = fields.Datetime("Learned On", readonly=True)
    live_at = fields.Datetime("Live Since", readonly=True)
    row_count = fields.Integer("Examples", readonly=True)
    positive_count = fields.Integer("Of Them Positive", readonly=True)
    positive_percent = fields.Float("Rate (%)", digits=(5, 1), readonly=True, **compat.aggregator("avg"))
    test_count = fields.Integer("Held-Out Examples", readonly=True)
    test_from = fields.Datetime("Held Out From", readonly=True, help="What came from then on was only tested on.")
    horizon_days = fields.Integer("Within (Days)", readonly=True)
    auc = fields.Float("ROC-AUC", digits=(5, 4), readonly=True, **compat.aggregator("max"))
    average_precision = fields.Float("Average Precision", digits=(5, 4), readonly=True, **compat.aggregator("max"))
    lift_10 = fields.Float("Lift Of First Tenth", digits=(6, 2), readonly=True, **compat.aggregator("max"))
    brier = fields.Float("Brier Score", digits=(6, 5), readonly=True, **compat.aggregator("min"))
    summary = fields.Char("Summary", compute="_compute_card")
    verdict = fields.Char("Verdict", readonly=True, help="Whether it may go live, and why not.")
    failure = fields.Char("Why It Failed", readonly=True)
    figure_ids = fields.One2many("field.visit.prediction.figure", "version_id", "Figures", readonly=True)
    leaf_ids = fields.One2many("field.visit.prediction.leaf", "version_id", "Groups", readonly=True)
    card_json = fields.Text(readonly=True)
    columns_json = fields.Text(readonly=True)  # {column: what it holds for who has no such tag}
    card_html = fields.Html("Card", compute="_compute_card", sanitize=False)
    tree_html = fields.Html("Tree", compute="_compute_card", sanitize=False)
    learned_until_day = fields.Float(readonly=True)  # days since 1970: of later rows it knows nothing
    # Results of others by record: for the server, which compares versions by them.
    held_packed = fields.Text(readonly=True, groups="base.group_system")
    artifact = fields.Binary(readonly=True, attachment=True, groups="base.group_system")

    @api.model
    def _job_closed_fields(self):
        """All of them: versions are made by learning and never changed by hand."""
        return set(self._fields)

    @api.model
    def _job_closed_sentence(self, name):
        return _("%s of a version cannot be written: the server writes it when the version has learned.") % self._visit_word(name)

    @api.model
    def _visit_word(self, name):
        return self.fields_get([name], ["string"]).get(name, {}).get("string") or name

    @api.depends("card_json", "figure_ids", "prediction_id.target")
    @api.depends_context("lang")
    def _compute_card(self):
        for version in self:
            version.summary = prediction_card.summary(version)
            version.card_html = prediction_card.card(version)
            version.tree_html = prediction_card.tree(version)

    # ---- what users and programs call ----------------------------------------------------------
    def get_card(self):
        """What was learned from and how good it is, for programs.

        :return: ``{"id", "name", "state", "verdict", "trained_at", "horizon_days", "figures" (list of dicts),
            "card" (the engine's, see docs)}``
        :raises UserError: while it is learned, or when that failed
        """
        self.ensure_one()
        compat.check_access(self, "read")
        if not self.card_json:
            raise UserError(_("%(version)s has no card: %(why)s", version=self.name,
                              why=self.failure or _("it is still being learned.")))
        return {"id": self.id, "name": self.name, "state": self.state, "verdict": self.verdict or "",
                "trained_at": fields.Datetime.to_string(self.trained_at), "horizon_days": self.horizon_days,
                "figures": [figure._visit_values() for figure in self.figure_ids], "card": json.loads(self.card_json)}

    def action_progress(self):
        """Open the page that shows the progress."""
        self.ensure_one()
        return {"type": "ir.actions.client", "tag": "field_visit_job_progress", "name": self.name,
                "params": {"model": self._name, "res_id": self.id}}

    def unlink(self):
        """Refuse to delete the live one: what it has said of everybody would stay behind, unexplained."""
        live = self.filtered(lambda version: version.state == "live")
        if live:
            raise UserError(_("%s is live. Roll back to an earlier version or switch the prediction off before you delete it.",
                              live[0].name))
        return super().unlink()

    # ---- learning --------------------------------------------------------------------------------
    @api.model
    def _visit_start(self, prediction):
        """Queue the learning of a new version of ``prediction``.

        :raises UserError: when there are too few examples, or all ended the same way
        """
        examples = prediction.sudo()._visit_examples(MOST_ROWS)  # what is learned is the same for everybody
        version = self._visit_new(prediction, columns_json=json.dumps(examples.defaults))
        version._job_submit({
            "schema": 1, "kind": "learn", "table": pack(dict(
                examples.columns, target=examples.target, when=examples.days)),
            "options": {"personal": prediction.personal, "test_share": examples.held_share},
            "signature_key": version._visit_key().hex(),
        }, DEADLINE_S)
        # Which record each row was is kept here; the process is told numbers and no names.
        version.held_packed = pack({"id": examples.ids, "day": examples.days, "target": examples.target})
        return self.browse(version.id)

    @api.model
    def _visit_new(self, prediction, **values):
        # numbers go on, also after versions that the user does not see
        number = max(prediction.sudo().version_ids.mapped("number"), default=0) + 1
        # versions are the server's own: users see them, but only learning makes them
        return self.sudo().create(dict({
            "prediction_id": prediction.id, "number": number, "name": "%s %d" % (prediction.name, number),
            "user_id": self.env.uid, "horizon_days": prediction.horizon_days}, **values))

    @api.model
    def _visit_note_refused(self, prediction, why):
        """Keep why nothing was learned at the appointed time."""
        return self._visit_new(prediction, state="failed", failure=why)

    # ---- the model -------------------------------------------------------------------------------
    def _visit_key(self):
        """The key that signs this version's model: from a secret of the database, and good for nothing else."""
        secret = self.env["ir.config_parameter"].sudo().get_param("database.secret") or ""  # never shown
        return hmac.new(secret.encode(), ("%s,%d" % (self._name, self.id)).encode(), hashlib.sha256).digest()

    def _visit_loaded(self):
        """Return the trained model.

        :raises UserError: when it is not as it was written, or was written by other versions of the libraries
        """
        from . import prediction_model
        try:
            return prediction_model.loaded(self)
        except EngineError as error:
            raise UserError(self._job_error_message(error.as_dict())) from None

    def _visit_held(self):
        """Return the columns of the held-out rows: ``id``, ``day``, ``target`` and ``probability``."""
        known = unpack(self.sudo().held_packed) if self.sudo().held_packed else {}  # for the server only
        return known if "probability" in known else {"id": [], "day": [], "target": [], "probability": []}

    # ---- the job (run as superuser by the job mixin) -------------------------------------------
    def _job_public_state(self):
        return {"training": self.job_state, "failed": "failed"}.get(self.state, "done")

    def _job_status_values(self):
        """Learning has no best value."""
        return dict(super()._job_status_values(), best_objective=0.0, trend=[])

    def _job_on_done(self, result):
        rows = unpack(self.held_packed)
        tested = unpack(result["held_out"])
        held = {name: [rows[name][at] for at in tested["row"]] for name in rows}
        held["probability"] = tested["probability"]
        self.write(prediction_card.values(self, result, rows["day"], held))
        self.write({"artifact": base64.b64encode(base64.b64decode(result["artifact"])), "held_packed": pack(held)})
        self._visit_judge(held)

    def _job_on_cancelled(self, result):
        self.write({"state": "failed", "failure": _("It was cancelled.")})

    def _job_on_failed(self, message, result):
        self.write({"state": "failed", "failure": message})

    def _job_error_message(self, error):
        code, params = error.get("code"), error.get("params") or {}
        sentence = self._visit_sentences().get(code)
        return sentence % params if sentence else super()._job_error_message(error)

    @api.model
    def _visit_sentences(self):
        """Return ``{code of the engine: sentence}`` of what keeps a model from being learned or read."""
        return {
            "too_few": _("There are %(rows)s examples whose end is known, and %(wanted)s are needed. Look further back, shorten "
                         "the days, or wait until more has happened."),
            "too_few_of_a_class": _("Only %(rows)s examples ended one of the two ways, and %(wanted)s are needed. Look further "
                                    "back, change the days, or wait until more has happened."),
            "one_class": _("All %(rows)s examples ended the same way: there is nothing to learn. Mark leads as won and lost, "
                           "look further back, or change the days."),
            "all_missing": _("Nothing is known of the examples: all %(columns)s columns are empty. Switch more of them on."),
            "no_features": _("None of the %(columns)s columns can be used: they are constant, mostly unknown, or would be known "
                             "only afterwards. Switch more of them on."),
            "model_signature": _("The stored model is not as this database wrote it, so it is not read. Train a new version."),
            "model_version": _("The stored model was written with %(written)s, and this server has %(present)s, so it is not "
                               "read. Train a new version."),
        }
