"""Texts of the app's sharing of positions."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(super()._app_words(), **self._app_words_duty(), **self._app_words_seen())

    @api.model
    def _app_words_duty(self):
        return {
            "sharing": _("Sharing"),
            "onDuty": _("On duty: your position is shared"),
            "onDutySince": _("Since %s"),
            "offDuty": _("Off duty: your position is not shared"),
            "startDuty": _("Go on duty"),
            "endDuty": _("Go off duty"),
            "dutyUntil": _("It ends by itself at %s."),
            "dutyOutside": _("Positions are shared from %s to %s only."),
            "dutyNoHours": _("Today is no working day of yours: positions are not shared."),
            "trackOpen": _("A web page cannot record while it is closed or the screen is off. Keep the app open on the "
                           "road, or connect OwnTracks or Traccar Client below. What is missing is shown as a gap."),
            "trackNoSensor": _("This phone gives no position. Allow it for this page in the browser's settings; it needs "
                               "a secure address (https)."),
            "trackNoSensorShort": _("On duty, but this phone gives no position"),
            "trackWaiting": _("Positions not yet sent: %s"),
            "consentTitle": _("Your consent"),
            "consentGive": _("I agree"),
            "consentLater": _("Not now"),
            "consentGiven": _("You agreed on %s."),
            "consentNone": _("You have not agreed. Nothing is recorded."),
            "consentChanged": _("The words have changed since you agreed. Nothing is recorded until you agree again."),
            "consentRead": _("Read the consent"),
            "consentWithdraw": _("Withdraw consent"),
        }

    @api.model
    def _app_words_seen(self):
        return {
            "seenTitle": _("What your manager sees"),
            "seenNothing": _("No position of today is stored."),
            "seenLast": _("Last position"),
            "seenBefore": _("Positions before"),
            "seenPositions": _("Positions: %s"),
            "seenGap": _("Gap: nothing is known of this time"),
            "seenKm": _("Way of today"),
            "looksTitle": _("Who looked at your positions"),
            "looksNone": _("Nobody has looked."),
            "look_map": _("live map"), "look_trail": _("trail of a day"), "look_list": _("list"),
            "look_figures": _("figures"), "look_export": _("export"), "look_erase": _("deleted"),
            "dataTitle": _("Your data"),
            "dataKept": _("Positions are deleted after %s days."),
            "dataExport": _("Download what is stored"),
            "dataErase": _("Delete my positions"),
            "dataEraseSure": _("Delete all stored positions of you for good?"),
            "dataErased": _("Deleted: %s positions."),
            "clientsTitle": _("Tracking apps"),
            "clientsHelp": _("OwnTracks and Traccar Client record while the phone is in the pocket. Positions count on duty "
                             "only. Make a token for each device."),
            "clientsName": _("Name of the device"),
            "clientsMake": _("Make a token"),
            "clientsOnce": _("Copy it now, it is not shown again:"),
            "clientsOwntracks": _("OwnTracks: mode HTTP, this address, any user name, the token as password."),
            "clientsTraccar": _("Traccar Client up to version 8: this server address, the token as device identifier."),
            "clientsTraccarJson": _("Traccar Client from version 9 on: this server address, the same identifier."),
            "clientsRevoke": _("Revoke"),
            "needsNetwork": _("This needs a network."),
        }
