"""Texts of the phone's visit page with its report, customers, near me, new leads and documents."""
from odoo import _, api, models


class FieldVisitAppWords(models.AbstractModel):
    _inherit = "field.visit.app.words"

    @api.model
    def _app_words(self):
        return dict(super()._app_words(), **self._app_words_visit(), **self._app_words_report(),
                    **self._app_words_step(), **self._app_words_picture(), **self._app_words_customer(),
                    **self._app_words_near(), **self._app_words_document())

    @api.model
    def _app_words_visit(self):
        return {
            "navigate": _("Navigate"), "call": _("Call"), "mail": _("E-mail"), "customer": _("Customer"),
            "lead": _("Lead"), "findingPlace": _("Finding out where you are …"), "report": _("Visit report"),
            "changeReport": _("Change the report"), "visitIsOver": _("This visit is over."),
            "askFeedback": _("What the customer says"),
            "skipVisit": _("Skip this visit"), "moveVisit": _("Another day or time"), "notes": _("Notes"),
            "notesNeeded": _("Notes (needed for this reason)"), "newDay": _("New day"), "newTime": _("Time"),
            "newTimeNote": _("Leave it empty: a plan finds the time."),
            "noReasons": _("No reasons are set up. Ask your manager to add some."),
        }

    @api.model
    def _app_words_report(self):
        return {
            "outcome": _("Outcome"), "saveReport": _("Save the report"), "stillMissing": _("Still missing:"),
            "needed": _("needed: %s"),
            "need_outcome": _("an outcome"), "need_note": _("notes"), "need_photo": _("a photo"),
            "need_signature": _("a signature"), "need_next_step": _("a next step"), "need_products": _("products"),
            "products": _("Products and orders"), "addProduct": _("Add a product"), "add": _("Add"),
            "remove": _("Remove"), "quantity": _("Quantity"), "lineNote": _("Note"),
        }

    @api.model
    def _app_words_step(self):
        return {
            "nextStep": _("Next step"), "nextKind": _("What comes next"), "none": _("Nothing"), "nextDate": _("When"),
            "nextSummary": _("In a few words"), "opportunity": _("Opportunity"),
            "opportunityWhich": _("News of an opportunity"), "newOpportunity": _("A new opportunity"),
            "opportunityName": _("What it is about"), "expectedRevenue": _("Expected revenue"),
            "probability": _("Probability (%)"), "stage": _("Stage"), "unchanged": _("Unchanged"), "won": _("Won"),
            "lost": _("Lost"),
        }

    @api.model
    def _app_words_picture(self):
        return {
            "pictures": _("Photos and signature"), "photo": _("Photo"), "signature": _("Signature"),
            "takePhoto": _("Take a photo"), "sign": _("Signature"), "signHere": _("Sign here with a finger"),
            "signedBy": _("Name of who signs"), "clear": _("Clear"), "keep": _("Keep"),
            "photoFailed": _("This file is no picture that the phone can read. Take the photo again."),
            "photoOfCard": _("Photo of the card"),
        }

    @api.model
    def _app_words_customer(self):
        return {
            "whyHere": _("Why this visit"), "contacts": _("People"), "earlierVisits": _("Earlier visits"),
            "business": _("Business"), "openOpportunities": _("%s open opportunities, %s"),
            "validUntil": _("valid until %s"), "lastVisit": _("Last visit"), "overdue": _("Overdue"),
            "searchCustomers": _("Name, place or phone number"), "noCustomers": _("No customers are on this phone yet."),
            "nobodyFound": _("Nobody found. Look at the spelling, or add a lead."),
            "searchOffline": _("No network: only the customers on this phone were searched."),
            "customerMissing": _("This customer is not on your phone. Try again when you have a network."),
            "cardOld": _("No network: this is what the phone knew last."),
            "cardLater": _("No network: people, visits and business follow later."),
            "visitToday": _("Visit today"), "visitAsked": _("Will be planned when there is a network"),
            "openVisit": _("Open the visit of today"),
        }

    @api.model
    def _app_words_near(self):
        return {
            "around": _("Around"), "lookAround": _("Look around"), "lookRadar": _("Customers around you, ahead is up"),
            "lookAbout": _("Hold the phone upright and turn: the camera shows which customers are in which direction."),
            "lookNoCompass": _("This phone does not tell where it looks: on the radar, up is north."),
            "lookNoCamera": _("The camera cannot be used here. The radar turns with you."),
            "youAreHere": _("You are here"), "leads": _("Leads"), "distance": _("Distance"),
            "findAgain": _("Find out again where I am"), "nobodyNear": _("No customers are near you."),
            "placeUnknownNear": _("Your phone does not tell where it is. Allow this page to use your location, or go "
                                  "outside, then try again."),
            "addLead": _("Add a lead here"), "leadCompany": _("Company"), "leadPerson": _("Person"),
            "leadPhone": _("Phone"), "leadEmail": _("E-mail"), "saveLead": _("Save the lead"),
            "placeKnown": _("The lead is placed where you are now, within %s m."),
            "placeUnknown": _("Your phone does not tell where it is: the lead is saved without a place."),
        }

    @api.model
    def _app_words_document(self):
        return {
            "documents": _("Documents"), "noDocuments": _("Your company has put no documents on the phones."),
            "documentMissing": _("This document is not on your phone yet. Open it once with a network."),
            "openWith": _("Open or share"),
        }
