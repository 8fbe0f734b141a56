"""Whether a new version is good enough: compared with the others on the same held-out rows.

It goes live only when it is not worse than the rules, Odoo's own scoring and the version that is live, on exactly the
rows of which the other says something. Worse is a lower average precision or, against probabilities, a Brier score that
is higher by more than ``BRIER_SHARE``: plans live by the order, and probabilities as near as that are the same.
"""
import json

import numpy as np
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from .. import compat
from ..engine.scoring.learning import figures_of

#: What the engine compares by itself, and the others, in the order in which they are shown.
OWN = "blend"
ORDER = (OWN, "boosting", "logistic", "logistic_recent", "tree", "odoo", "rules", "live", "base_rate")
#: The others that a version has to hold its own against.
INCUMBENTS = ("odoo", "rules", "live")
#: Fewer held-out rows, or fewer of one way, tell nothing.
FEWEST, FEWEST_OF_A_CLASS = 30, 5
#: Differences smaller than this are none.
PLACES = 4
BRIER_SHARE = 0.02
SHOWN = ("auc", "average_precision", "lift_10", "brier", "log_loss")


class FieldVisitPredictionVersion(models.Model):
    _inherit = "field.visit.prediction.version"

    def action_go_live(self):
        """Let this version be the one that predicts.

        :return: True
        :raises UserError: why it must not
        """
        self.ensure_one()
        compat.check_access(self.prediction_id, "write")
        # versions are the server's own; who may write the prediction decides what is live
        version = self.sudo()
        if version.state == "live":
            return True
        if version.state not in ("candidate", "refused", "retired"):
            raise UserError(_("%s has learned nothing that could go live. Train another one.", self.name))
        if version.state != "retired" or not version.live_at:
            version._visit_refuse_worse()
        version._visit_make_live()
        return True

    def _visit_refuse_worse(self):
        why = self._visit_why_not()
        if why:
            raise UserError(_("%(version)s stays out: %(why)s", version=self.name, why=why))

    def _visit_make_live(self):
        """Retire the version that is live, and predict with this one."""
        version = self.sudo()  # versions are the server's own; whoever calls this has checked who may
        live = version.prediction_id.version_ids.filtered(lambda other: other.state == "live") - version
        version._visit_loaded()  # one that cannot be read must not replace one that can
        live._visit_retire()
        version.write({"state": "live", "live_at": fields.Datetime.now()})
        compat.invalidate(version.prediction_id, ["live_version_id", "can_roll_back"])
        version.prediction_id._visit_predict()

    def _visit_retire(self):
        if self:
            self.sudo().write({"state": "retired"})  # see _visit_make_live

    # ---- judging ---------------------------------------------------------------------------------
    def _visit_judge(self, held):
        """Compare with the others, and go live when that is wanted and deserved."""
        self._visit_write_figures(held)
        why = self._visit_why_not()
        self.write({"state": "refused" if why else "candidate",
                    "verdict": why or _(
                        "It is not worse than what it could replace: the rules, Odoo's scoring, a version before.")})
        if not why and self.prediction_id.auto_live:
            self._visit_make_live()

    def _visit_write_figures(self, held):
        target, own = np.array(held["target"]), np.array(held["probability"])
        card = json.loads(self.card_json)["figures"]
        rivals, failures = self._visit_rivals(held)
        rows = [dict(_shown(card[name]), key=name, row_count=len(target)) for name in ORDER if name in card]
        for name, values in rivals.items():
            rows.append(dict(self._visit_compared(target, own, values), key=name))
        rows += [{"key": name, "note": why} for name, why in failures.items()]
        self.figure_ids.unlink()
        self.env["field.visit.prediction.figure"].create([
            dict(row, version_id=self.id, sequence=ORDER.index(row["key"])) for row in rows])

    @api.model
    def _visit_compared(self, target, own, values):
        """Figures of another one, and ours on the same rows; a note when those are too few."""
        rows = np.flatnonzero(~np.isnan(values))
        positives = int(target[rows].sum())
        if len(rows) < FEWEST or min(positives, len(rows) - positives) < FEWEST_OF_A_CLASS:
            return {"row_count": len(rows), "note": _(
                "Not compared: of the held-out examples it says something about %(rows)s, %(positives)s of them positive.",
                rows=len(rows), positives=positives)}
        ours = figures_of(target[rows], own[rows])
        return dict(_shown(figures_of(target[rows], values[rows])), row_count=len(rows),
                    own_average_precision=ours["average_precision"], own_brier=ours["brier"])

    def _visit_why_not(self):
        """Why this version must not go live, as a sentence; "" when it may."""
        figures = {figure.key: figure for figure in self.figure_ids}
        own, base = figures.get(OWN), figures.get("base_rate")
        if own is None:
            return _("it has no figures.")
        if base and own.average_precision <= base.average_precision:
            return _("on the held-out period it tells no more than the average rate does.")
        for key in INCUMBENTS:
            if key in figures and figures[key].row_count and not figures[key].note:
                why = figures[key]._visit_worse()
                if why:
                    return why
        return ""


class FieldVisitPredictionFigure(models.Model):
    _name = "field.visit.prediction.figure"
    _description = "Figures of a prediction on its held-out period"
    _order = "version_id, sequence, id"

    version_id = fields.Many2one("field.visit.prediction.version", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="version_id.company_id", store=True, index=True)
    sequence = fields.Integer()
    key = fields.Char(required=True)
    name = fields.Char("Who", compute="_compute_name")
    row_count = fields.Integer("Examples")
    auc = fields.Float("ROC-AUC", digits=(5, 4))
    average_precision = fields.Float("Average Precision", digits=(5, 4))
    lift_10 = fields.Float("Lift Of First Tenth", digits=(6, 2))
    brier = fields.Float("Brier Score", digits=(6, 5))
    log_loss = fields.Float("Log Loss", digits=(6, 5))
    own_average_precision = fields.Float("This Version's Average Precision There", digits=(5, 4))
    own_brier = fields.Float("This Version's Brier Score There", digits=(6, 5))
    note = fields.Char("Note")

    @api.depends("key")
    @api.depends_context("lang")
    def _compute_name(self):
        names = self._visit_names()
        for figure in self:
            figure.name = names.get(figure.key, figure.key)

    @api.model
    def _visit_names(self):
        return {
            OWN: _("This version"), "boosting": _("Gradient boosting alone"), "logistic": _("Logistic regression"),
            "logistic_recent": _("Logistic regression, recent examples count more"),
            "tree": _("The tree alone"), "odoo": _("Odoo's predictive scoring"), "rules": _("Score by rules"),
            "live": _("The live version then"), "base_rate": _("The average rate"),
        }

    def _visit_worse(self):
        """In what this version is worse than the other one, as a sentence; "" when it is not."""
        said = {"other": self.name, "rows": self.row_count}
        if round(self.own_average_precision, PLACES) < round(self.average_precision, PLACES):
            return _("%(other)s is better at telling who comes first: average precision %(theirs).4f against %(ours).4f on the "
                     "same %(rows)s held-out examples.", **dict(
                         said, theirs=self.average_precision, ours=self.own_average_precision))
        if self.key != "rules" and self.own_brier > (1 + BRIER_SHARE) * self.brier:
            return _("the probabilities of %(other)s are nearer to what happened: Brier score %(theirs).4f against %(ours).4f on "
                     "the same %(rows)s held-out examples.", **dict(said, theirs=self.brier, ours=self.own_brier))
        return ""

    def _visit_values(self):
        """The row for programs."""
        return {"key": self.key, "name": self.name, "rows": self.row_count, "note": self.note or "",
                "own_average_precision": self.own_average_precision, "own_brier": self.own_brier,
                **{name: self[name] for name in SHOWN}}


def _shown(figures):
    return {name: figures[name] for name in SHOWN}
