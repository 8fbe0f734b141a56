"""Settings of live tracking: when it may run, how long positions stay, and the words people agree to."""
import hashlib

from odoo import _, api, fields, models

LIMITS = [("calendar", "Within the working hours of the rep"), ("longest", "At any time, but not longer than a duty may last")]


class ResCompany(models.Model):
    _inherit = "res.company"

    visit_track_limit = fields.Selection(
        LIMITS, "Positions Are Shared", required=True, default="calendar", groups="base.group_user")
    visit_track_leeway_min = fields.Integer(
        "Before And After Working Hours (min)", default=30, help="So many minutes earlier and later a duty may last.",
        groups="base.group_user")
    visit_track_longest_h = fields.Float("Longest Duty (h)", default=12, help="Then it ends by itself.", groups="base.group_user")
    visit_track_keep_days = fields.Integer(
        "Positions Are Kept (days)", default=30, help="Then they are deleted.", groups="base.group_user")
    visit_consent_text = fields.Text(
        "Words Of The Consent", help="What a rep agrees to before a position is recorded; empty takes the built-in "
        "words. After a change of these words or of the days that positions are kept, everybody is asked anew.",
        groups="base.group_user")

    @api.model
    def _checked_numbers(self):
        return dict(super()._checked_numbers(), visit_track_leeway_min=(0, 240), visit_track_longest_h=(1, 24),
                    visit_track_keep_days=(1, 365))

    def visit_consent(self):
        """Return what a rep of this company agrees to: ``{"text", "version"}``; another text has another version."""
        self.ensure_one()
        # the words are meant for every rep, who may not read the rest of the settings
        company = self.sudo()
        text = company.visit_consent_text or self._visit_consent_words()
        source = company.visit_consent_text or "built-in 1"
        version = hashlib.sha256(("%s|%d" % (source, company.visit_track_keep_days)).encode()).hexdigest()[:8]
        return {"text": "%s\n\n%s" % (text, self._visit_consent_facts(company)), "version": version}

    def _visit_consent_words(self):
        return _(
            "While you are on duty, the app records where you are. Purpose: your team leader and managers see how far "
            "your day has come and can help when you are late, and the kilometres of the day are counted.\n\n"
            "Only you switch duty on and off. Off duty nothing is recorded. You see the same positions as "
            "they do, and who looked at them when.")

    def _visit_consent_facts(self, company):
        return _("Positions are deleted after %s days. You may withdraw this at any time, and read, export or delete "
                 "what is stored of you. Without it every other part of the app works.") % company.visit_track_keep_days


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    visit_track_limit = fields.Selection(related="company_id.visit_track_limit", readonly=False)
    visit_track_leeway_min = fields.Integer(related="company_id.visit_track_leeway_min", readonly=False)
    visit_track_longest_h = fields.Float(related="company_id.visit_track_longest_h", readonly=False)
    visit_track_keep_days = fields.Integer(related="company_id.visit_track_keep_days", readonly=False)
    visit_consent_text = fields.Text(related="company_id.visit_consent_text", readonly=False)
