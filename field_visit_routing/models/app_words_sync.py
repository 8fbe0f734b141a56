"""Texts of the app about what waits for the network."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(super()._app_words(), **self._app_words_outbox(), **self._app_words_conflicts(),
                    **self._app_words_phone(), **self._app_words_kinds())

    @api.model
    def _app_words_outbox(self):
        return {
            "outbox": _("Not yet sent"), "outboxEmpty": _("Everything is sent."),
            "outboxKept": _("It stays on this phone until the server has it."), "sendNow": _("Send now"),
            "sentLast": _("Sent"), "waitingCount": _("Waiting for the network: %s"),
        }

    @api.model
    def _app_words_conflicts(self):
        states = self.env["field.visit"]._fields["state"]._description_selection(self.env)
        return dict({
            "conflicts": _("Please look at"), "conflictOnPhone": _("On your phone"), "conflictOnServer": _("On the server"),
            "conflictGone": _("It is no longer yours or no longer there."), "conflictUnderstood": _("Understood"),
            "conflictAnyway": _("Do it anyway"), "conflictTryAgain": _("Try again"),
            "conflictNotTaken": _("The server did not take this. It is kept on this phone: try again later, or tell the "
                                  "administrator."),
            "conflictDelete": _("Delete"), "conflictDeleteSure": _("Delete this for good? The server may not have it."),
            "conflictFrom": _("Checked in at %s"), "conflictTo": _("Checked out at %s"),
        }, **{"state_" + state: text for state, text in states})

    @api.model
    def _app_words_phone(self):
        return {
            "storageFull": _("Your phone has no room left: this was not kept. Delete photos or apps, then enter it again."),
            "storageSnapshot": _("Your phone has no room left to keep the new day. What you entered is kept."),
            "clockAhead": _("Your phone's clock is %s min ahead. The times of your visits are put right."),
            "clockBehind": _("Your phone's clock is %s min behind. The times of your visits are put right."),
            "newVersion": _("A new version is ready."), "newVersionUse": _("Use it now"),
            "otherUser": _("Somebody else is logged in. What %s entered waits on this phone until the next login."),
            "otherUserGo": _("Go on as the one logged in"),
            "serverFault": _("The server has a fault. What you entered is kept and sent later."),
        }

    @api.model
    def _app_words_kinds(self):
        """What is done on a phone, by kind of event; a kind without a word here has one under its own name."""
        return {
            "kind_start_travel": _("Set out"), "kind_check_in": _("Check in"), "kind_check_out": _("Check out"),
            "kind_save_report": _("Visit report"), "kind_add_photo": _("Photo"), "kind_add_signature": _("Signature"),
            "kind_skip_visit": _("Visit skipped"), "kind_move_visit": _("Visit moved"), "kind_tick_agenda": _("Talked about"),
            "kind_add_to_today": _("Visit added for today"), "kind_add_lead": _("New lead"),
            "kind_settle": _("Answer to a conflict"), "kind_positions": _("Positions"),
            "kind_ask_replan": _("Asked for a new rest of the day"),
        }
