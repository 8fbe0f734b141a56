"""Texts of the live map."""
from odoo import _, api, models


class FieldVisitMapLabels(models.AbstractModel):
    _inherit = "field.visit.map.labels"

    @api.model
    def _map_labels(self):
        return dict(super()._map_labels(), **self._map_labels_of_live())

    @api.model
    def _map_labels_of_live(self):
        return {
            "liveFind": _("Find a rep…"),
            "liveAll": _("All"),
            "liveOnDuty": _("On duty"),
            "liveOffDuty": _("Off duty"),
            "liveNeedsALook": _("Needs a look"),
            "liveAlerts": _("Needs a look: %s"),
            "liveNoAlerts": _("Nothing needs a look"),
            "liveNobody": _("No rep matches"),
            "liveNoReps": _("There are no reps yet whom you may see."),
            "liveNone": _("No route today"),
            "liveNotBegun": _("Not begun"),
            "liveTravelling": _("On the way to %s"),
            "liveVisiting": _("With %s"),
            "liveBetween": _("Next: %s"),
            "liveFinished": _("All visits over"),
            "liveLate": _("%s late"),
            "liveOnTime": _("On time"),
            "liveDone": _("Visits done: %s"),
            "liveSeen": _("Last position: %s"),
            "liveNeverSeen": _("No position yet"),
            "liveGap": _("Signal was missing here"),
            "liveRoute": _("Open the route"),
            "liveCall": _("Call"),
            "liveReplan": _("Plan the rest anew"),
            "liveNow": _("Live map"),
            "liveOverBus": _("Changes appear at once"),
            "livePolled": _("Every %s s (the server's live channel cannot be reached)"),
            "liveLost": _("The server cannot be reached. What you see is from %s."),
            "liveState": _("State"),
            "livePlanned": _("As planned"),
            "liveExpected": _("Expected"),
            "livePromised": _("The customer knows this time"),
            "liveReplay": _("The day so far"),
            "liveNoTrail": _("No positions were sent on this day."),
            "liveNoStops": _("No visits on this day."),
            "liveBack": _("Back to all reps"),
            "liveDay": _("Day"),
            "liveTeam": _("Team"),
            "liveAllTeams": _("All teams"),
            "liveNoTeam": _("Without a team"),
            "liveAllStates": _("All states"),
            "liveOnTheWay": _("On the way"),
            "liveAtCustomer": _("With a customer"),
            "liveBetweenVisits": _("Between two visits"),
            "liveTrails": _("Ways of today of all reps"),
            "liveTrailsSome": _("so far %s"),
            "liveRestComputing": _("A new rest of the day is being looked for…"),
            "liveRestProposed": _("Proposal for the rest of the day"),
            "liveRestApplied": _("The rest of the day was planned anew."),
            "liveRestFailed": _("No new rest of the day was found."),
            "liveRestSame": _("Nothing would change."),
            "liveRestKept": _("Keep the time they were told: %s"),
            "liveRestBy": _("Asked for by %s"),
            "liveRestWaits": _("%s decides on it."),
            "liveRestAccept": _("Accept"),
            "liveRestDecline": _("Leave it"),
        }
