"""Texts of the app's frame, of the day, the week and the summary."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(super()._app_words(), **self._app_words_first(), **self._app_words_frame(),
                    **self._app_words_measures(), **self._app_words_day(),
                    **self._app_words_week(), **self._app_words_summary(), **self._app_words_more())

    @api.model
    def _app_words_first(self):
        """Texts that are shown before anybody is signed in: they are part of the page."""
        return {
            "appName": _("Field Visits"),
            "welcome": _("Your day of visits on your phone, also without a network."),
            "logInFirst": _("Log in"),
            "firstOffline": _("There is no network, and nothing is on this phone yet. Open the app once with a network; "
                              "afterwards it works without."),
            "loadingDay": _("Your day is being loaded …"),
            "tryAgain": _("Try again"),
            "screenFailed": _("This screen could not be shown. What you entered is kept on the phone."),
            "startAgain": _("Start the app again"),
        }

    @api.model
    def _app_words_frame(self):
        return {
            "back": _("Back"), "close": _("Close"), "week": _("Week"), "more": _("More"),
            "customers": _("Customers"), "near": _("Near me"), "loadAgain": _("Load again"),
            "insecure": _("This address has no HTTPS: your phone gives no position and no camera here, and the app does not open "
                          "without a network. Ask your administrator for another address."),
            "sessionEnded": _("You are logged out. Everything you entered is kept."),
            "noRep": _("You are not set up as a field rep, so there is no day for you. Ask your manager to add you "
                       "under Field Visits → Configuration → Reps."),
        }

    @api.model
    def _app_words_measures(self):
        return {"metres": _("%s m"), "kilometres": _("%s km"), "minutes": _("%s min"), "hoursMinutes": _("%s h %s")}

    @api.model
    def _app_words_day(self):
        return {
            "doneOf": _("%s of %s done"), "lateBy": _("%s late"), "expectedAt": _("there about %s"),
            "stateDone": _("Done"), "stateMissed": _("Missed"), "stateCancelled": _("Cancelled"),
            "stateThere": _("You are here"), "score": _("Score"), "openToday": _("Open today"),
            "closedToday": _("Closed today"), "toTalkAbout": _("To talk about"),
            "show": _("Show as"), "list": _("List"), "map": _("Map"), "state": _("State"), "stateNext": _("Still to come"),
            "stateOver": _("Over"), "arrival": _("Arrival"), "address": _("Address"),
            "wholeDay": _("The whole day: %s, %s of driving"), "seeWeek": _("See the week"),
        }

    @api.model
    def _app_words_week(self):
        return {
            "visitCount": _("Visits: %s"), "nothingPlanned": _("Nothing is planned for this day."),
            "notFinal": _("Not final yet"),
        }

    @api.model
    def _app_words_summary(self):
        return {
            "summary": _("Summary of the day"), "visits": _("Visits"), "ofAll": _("%s of %s"),
            "stillOpen": _("Still open"), "times": _("Times"), "withCustomers": _("With customers"),
            "planned": _("As planned"), "onTheRoad": _("From first step to last"), "since": _("Since %s"), "ways": _("Ways"),
            "driven": _("Driven, by recorded positions"), "drivingPlanned": _("Driving planned"),
            "eachWay": _("Way to each visit"), "plannedWay": _("Planned: %s"), "ofItStraight": _("%s of it without signal"),
            "openPoints": _("Open points"), "nothingOpen": _("Nothing is open. Well done."),
            "noOutcome": _("No outcome and no note yet"),
        }

    @api.model
    def _app_words_more(self):
        return {
            "notARep": _("No field rep"), "language": _("Language"),
            "languageLater": _("The texts follow as soon as there is a network."),
            "onThisPhone": _("What is on this phone"), "lastLoaded": _("Last loaded"),
            "visitsToday": _("Visits of today"), "visitsWeeks": _("Visits of two weeks"), "documents": _("Documents"),
            "spaceUsed": _("Space used"), "megabytes": _("%s MB"),
            "keptNote": _("All this works without a network. What you enter is kept here until the server has it."),
            "about": _("About this app"), "version": _("Version"), "server": _("Server"),
            "installed": _("On the home screen"), "yes": _("Yes"), "no": _("No"),
            "licences": _("Licences of what it is built of"),
            "privacyNote": _("The app keeps your own day only. It asks for your position when you make a step of a "
                             "visit or look for what is near, and all the time while you are on duty; never while it is "
                             "closed."),
            "install": _("Put it on the home screen"),
            "installNote": _("It then opens like any other app, in full size."),
            "installByHand": _("Tap the share button of the browser, then “Add to Home Screen”."),
            "logOut": _("Log out"), "logOutNote": _("Your day is no longer shown after you log out."),
            "logOutWaiting": _("Not yet sent: %s. It stays on this phone and is sent when you log in again here."),
        }
