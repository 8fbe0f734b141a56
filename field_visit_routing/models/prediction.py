"""What is to be predicted: that a lead converts, or that a customer buys within some days.

A prediction has versions, each learned from what happened until then. One of them may be live: its probabilities are
written on customers or leads. The life of a version is in prediction_version.py, what it looks at in
prediction_features.py, and scoring in prediction_scoring.py.
"""
import logging
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import compat

_logger = logging.getLogger(__name__)
TARGETS = [("convert", "A lead is won"), ("buy", "A customer buys")]
MODELS = {"convert": "crm.lead", "buy": "res.partner"}
EVERY = [("never", "Only by hand"), ("week", "Every week"), ("month", "Every month"), ("quarter", "Every quarter")]
STEPS = {"week": relativedelta(weeks=1), "month": relativedelta(months=1), "quarter": relativedelta(months=3)}


class FieldVisitPrediction(models.Model):
    _name = "field.visit.prediction"
    _description = "Prediction"
    _inherit = "field.visit.checked.mixin"
    _order = "company_id, target, id"

    name = fields.Char("Name", required=True, translate=True)
    active = fields.Boolean("Active", default=True)
    target = fields.Selection(TARGETS, "Predicts That", required=True, default="convert")
    horizon_days = fields.Integer("Within (Days)", default=90, required=True,
                                  help="Counted from the creation of a lead, or from the day of the prediction of a customer.")
    company_id = fields.Many2one("res.company", "Company", required=True, index=True, default=lambda self: self.env.company)
    history_months = fields.Integer("Learns From (Months)", default=36, required=True,
                                    help="How far back the examples go.")
    personal = fields.Boolean("Use Personal Attributes", help="Title, position and language of persons, and columns such as "
                              "age or sex. Off unless your company has a reason and the right to use them.")
    auto_live = fields.Boolean("Goes Live By Itself", default=True,
                               help="A new version replaces the live one when it is not worse on the same held-out period.")
    retrain = fields.Selection(EVERY, "Learns Anew", default="month", required=True)
    next_training = fields.Date("Next Training", copy=False)
    feature_ids = fields.One2many("field.visit.prediction.feature", "prediction_id", "Looks At", copy=True)
    # who may not read names of fields, such as managers in 19.0, could not open the whole prediction
    field_ids = fields.Many2many("ir.model.fields", "field_visit_prediction_field_rel", "prediction_id", "field_id",
                                 "Further Fields", help="Fields of your own. They are taken as they are now: choose such "
                                 "that are filled when the record is created and stay.",
                                 groups="base.group_erp_manager")
    version_ids = fields.One2many("field.visit.prediction.version", "prediction_id", "Versions", readonly=True, copy=False)
    version_count = fields.Integer("Number Of Versions", compute="_compute_versions")
    live_version_id = fields.Many2one("field.visit.prediction.version", "Live Version", compute="_compute_versions")
    live_summary = fields.Char("How Good It Is", compute="_compute_versions")
    is_training = fields.Boolean(compute="_compute_versions")
    can_roll_back = fields.Boolean(compute="_compute_versions")
    model_name = fields.Char(compute="_compute_model_name")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), horizon_days=(1, 730), history_months=(2, 120))

    @api.constrains("target", "company_id", "active")
    def _check_single(self):
        """Two predictions would write the same field of the same records."""
        for prediction in self.filtered("active"):
            others = self.sudo().search([
                ("target", "=", prediction.target), ("company_id", "=", prediction.company_id.id), ("id", "!=", prediction.id)])
            if others:
                raise ValidationError(_(
                    'There is a prediction of this kind for %(company)s already: "%(other)s". Change that one, or archive it '
                    "first.", company=prediction.company_id.name, other=others[0].name))

    @api.constrains("field_ids", "target")
    def _check_fields(self):
        for prediction in self:
            for field in prediction.sudo().field_ids:  # what a field is called is no secret
                target = self.env[MODELS[prediction.target]]._fields.get(field.name)
                if field.model != MODELS[prediction.target] or target is None or not target.store or target.type not in (
                        "char", "selection", "integer", "float", "monetary", "boolean", "many2one"):
                    raise ValidationError(_(
                        'Further fields: "%(field)s" is no field of %(model)s with one stored value. Choose a text, a choice, '
                        "a number or a link of it.", field=field.field_description,
                        model=self.env[MODELS[prediction.target]]._description))

    @api.depends("target")
    def _compute_model_name(self):
        for prediction in self:
            prediction.model_name = MODELS[prediction.target]

    @api.depends("version_ids.state")
    def _compute_versions(self):
        for prediction in self:
            versions = prediction.version_ids
            live = versions.filtered(lambda version: version.state == "live")[:1]
            prediction.version_count = len(versions)
            prediction.live_version_id = live
            prediction.live_summary = live.summary or False
            prediction.is_training = any(version.state == "training" for version in versions)
            prediction.can_roll_back = bool(live and prediction._visit_former())

    # ---- features ------------------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        predictions = super().create(vals_list)
        for prediction in predictions:
            prediction._visit_complete_features()
        return predictions

    def write(self, vals):
        self._visit_refuse_other(vals)
        result = super().write(vals)
        if "target" in vals:
            for prediction in self:
                prediction.feature_ids.unlink()
                prediction._visit_complete_features()
        if vals.get("active") is False:
            self.action_switch_off()
        return result

    def _visit_refuse_other(self, vals):
        """What was learned of leads says nothing of customers, nor of another company's."""
        other = [name for name in ("target", "company_id") if name in vals]
        for prediction in self.filtered("version_ids"):
            if any(vals[name] != compat.plain(prediction, name) for name in other):
                raise UserError(_('"%s" has learned already, so what it predicts and its company stay. Archive it and make '
                                  "another prediction.", prediction.name))

    def unlink(self):
        """What a prediction has said goes with it."""
        self.action_switch_off()
        # versions are the server's own; deleting them here ends what is still being learned
        self.sudo().version_ids.unlink()
        return super().unlink()

    def _visit_complete_features(self):
        """Offer every feature that this Odoo knows, also those that came with a newer version or app."""
        known = set(self.feature_ids.mapped("key"))
        self.env["field.visit.prediction.feature"].create([
            {"prediction_id": self.id, "key": feature.key, "sequence": at, "used": feature.usual}
            for at, feature in enumerate(self._visit_features(self.target)) if feature.key not in known])

    def _visit_used_features(self):
        """Return the features that are switched on and may be used."""
        self._visit_complete_features()
        used = set(self.feature_ids.filtered("used").mapped("key"))
        return [feature for feature in self._visit_features(self.target)
                if feature.key in used and (self.personal or not feature.personal)]

    # ---- what users and programs call ----------------------------------------------------------
    def action_train(self):
        """Learn a new version now; open its progress.

        :raises UserError: while one is being learned, or when there are too few examples
        """
        return self._visit_train().action_progress()

    def submit_training(self):
        """Queue the learning of a new version, for programs.

        :return: ``{"version_id": int, "state": str, "name": str}``; see ``job_status`` and ``get_card`` of the version
        """
        version = self._visit_train()
        return {"version_id": version.id, "state": version.state, "name": version.display_name}

    def action_roll_back(self):
        """Let the version that was live before be live again; the present one is retired.

        :return: True
        """
        self.ensure_one()
        compat.check_access(self, "write")
        former = self._visit_former()
        if not former:
            raise UserError(_('"%s" has no earlier version that was live. Train another one, or switch the prediction off.',
                              self.name))
        former._visit_make_live()
        return True

    def action_switch_off(self):
        """Retire the live version: its probabilities are taken away, plans use the rules again.

        :return: True
        """
        compat.check_access(self, "write")
        for prediction in self:
            # versions are the server's own; who may write the prediction decides
            live = prediction.sudo().version_ids.filtered(lambda version: version.state == "live")
            live._visit_retire()
            if live:
                prediction._visit_forget()
        return True

    def action_predict(self):
        """Predict everybody anew with the live version.

        :return: an action that tells how many
        """
        self.ensure_one()
        compat.check_access(self, "write")
        count = self._visit_predict()
        return {"type": "ir.actions.client", "tag": "display_notification", "params": {
            "type": "success", "title": self.name, "message": _("%s predicted.", count)}}

    def action_versions(self):
        """Open the versions."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("field_visit_routing.action_prediction_versions")
        return dict(action, domain=[("prediction_id", "=", self.id)], context={})

    # ---- training ------------------------------------------------------------------------------
    def _visit_train(self):
        self.ensure_one()
        compat.check_access(self, "write")
        if self.is_training:
            raise UserError(_('A version of "%s" is being learned. Wait for it, or cancel it.', self.name))
        step = STEPS.get(self.retrain)
        self.next_training = fields.Date.today() + step if step else False
        return self.env["field.visit.prediction.version"]._visit_start(self)

    def _visit_former(self):
        """The version that was live before the present one."""
        retired = self.version_ids.filtered(lambda version: version.state == "retired" and version.live_at)
        return retired.sorted("live_at", reverse=True)[:1]

    @api.model
    def _cron_train(self):
        """Learn anew what is due; too few examples or another reason is noted, and tried again at the next time."""
        today = fields.Date.today()
        due = self.search([("retrain", "!=", "never"), "|", ("next_training", "=", False), ("next_training", "<=", today)])
        for prediction in due.filtered(lambda p: not p.is_training):
            try:
                with self.env.cr.savepoint():
                    prediction._visit_train()
            except UserError as error:
                prediction._visit_note_untrained(str(error.args[0]))
            except Exception as error:  # whatever is wrong with one, the others learn
                _logger.warning("prediction %s could not begin to learn", prediction.id, exc_info=True)
                prediction._visit_note_untrained(str(error) or type(error).__name__)

    def _visit_note_untrained(self, why):
        compat.invalidate(self)
        self.next_training = fields.Date.today() + timedelta(days=7)
        self.env["field.visit.prediction.version"]._visit_note_refused(self, why)


class FieldVisitPredictionFeature(models.Model):
    _name = "field.visit.prediction.feature"
    _description = "What a prediction looks at"
    _order = "sequence, id"

    prediction_id = fields.Many2one("field.visit.prediction", required=True, readonly=True, index=True, ondelete="cascade")
    sequence = fields.Integer(readonly=True)
    key = fields.Char(required=True, readonly=True)
    name = fields.Char("Looks At", compute="_compute_name")
    hint = fields.Char("Note", compute="_compute_name")
    used = fields.Boolean("Used", default=True)

    @api.depends("key", "prediction_id.personal", "prediction_id.target")
    @api.depends_context("lang")
    def _compute_name(self):
        for row in self:
            known = {feature.key: feature for feature in row.prediction_id._visit_features(row.prediction_id.target)}
            feature = known.get(row.key)
            row.name = feature.label if feature else row.key
            row.hint = (_("Personal: used only when personal attributes are switched on.")
                        if feature and feature.personal else feature.hint if feature else "")
