"""Sharing of positions as the phone shows it, and its events."""
from odoo import api, fields, models

LOOKS = 30


class FieldVisitApp(models.AbstractModel):
    _inherit = "field.visit.app"

    @api.model
    def _app_parts(self):
        return super()._app_parts() + ["track"]

    @api.model
    def _app_part_track(self, rep, today):
        """Duty, consent, the trail of today as others see it, who looked, and the tracking apps; False without a rep."""
        if not rep:
            return False
        return dict(rep._track_positions(today), keep_days=rep.company_id.sudo().visit_track_keep_days,
                    consent=self._app_consent(rep), duty=self._app_duty(rep), hours=self._app_hours(rep),
                    looks=self._app_looks(rep), clients=self._app_clients(rep))

    @api.model
    def _app_consent(self, rep):
        newest = self.env["field.visit.consent"].search([("rep_id", "=", rep.id)], limit=1)
        return dict(rep.company_id.visit_consent(), given=bool(rep._track_consent()),
                    was_given=newest.state == "given", at=_text(newest.at))

    @api.model
    def _app_duty(self, rep):
        duty = rep._track_open_duty()
        return {"on": bool(duty), "since": _text(duty.start_at), "limit_at": _text(duty.limit_at)}

    @api.model
    def _app_hours(self, rep):
        """When duty may last today (UTC): "limited", "from" and "until", "" for no time at all."""
        company = rep.company_id.sudo()  # settings
        limited = company.visit_track_limit == "calendar"
        start, end = rep._duty_hours(fields.Datetime.now()) if limited else (None, None)
        return {"limited": limited, "from": _text(start), "until": _text(end), "longest_h": company.visit_track_longest_h}

    @api.model
    def _app_looks(self, rep):
        looks = self.env["field.visit.look"].search([("rep_id", "=", rep.id)], limit=LOOKS)
        # the name of a colleague is no secret to the one at whom he looked
        return [{"who": look.sudo().user_id.name or "", "way": look.way, "from": _text(look.first_at),
                 "until": _text(look.last_at)} for look in looks]

    @api.model
    def _app_clients(self, rep):
        tokens = self.env["field.visit.track.token"].search([("rep_id", "=", rep.id)])
        return [{"id": token.id, "name": token.name, "hint": token.hint, "last_used_at": _text(token.last_used_at)}
                for token in tokens]


class FieldVisitEvent(models.Model):
    _inherit = "field.visit.event"

    @api.model
    def _event_kinds(self):
        return super()._event_kinds() | {"start_duty", "end_duty", "give_consent", "withdraw_consent"}

    @api.model
    def _event_start_duty(self, data, values):
        self._event_rep().start_duty(self._event_facts(values))

    @api.model
    def _event_end_duty(self, data, values):
        self._event_rep().end_duty(self._event_facts(values))

    @api.model
    def _event_give_consent(self, data, values):
        self._event_rep().give_consent(dict(self._event_facts(values), version=data.get("version")))

    @api.model
    def _event_withdraw_consent(self, data, values):
        self._event_rep().withdraw_consent(self._event_facts(values))

    @api.model
    def _event_rep(self):
        return self.env["field.visit.app"]._app_rep()

    @api.model
    def _event_facts(self, values):
        return {"at": values["happened_at"], "drift_s": values["drift_s"], "device": values["device"],
                "event_uuid": values["uuid"]}


def _text(moment):
    return fields.Datetime.to_string(moment) or ""
