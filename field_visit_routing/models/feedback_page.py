"""What the public page of feedback shows and takes; the link in its address decides about everything."""
from collections import namedtuple

from odoo import _, api, fields, models, tools
from odoo.exceptions import UserError

from .feedback_answer import MAX_COMMENT, MAX_NAME
from .feedback_links import PAGE, new_token, token_hash

#: Status of the answer over HTTP, its page, and where to go instead ("" for nowhere).
Page = namedtuple("Page", "status html location")
Page.__new__.__defaults__ = ("",)
#: What a link leads to: a request that was sent, a visit, or the QR code of a counter; the others are empty.
Door = namedtuple("Door", "feedback visit link")
#: Wrong links from one address of the network in an hour.
FORGED = ("feedback-forged", 20, 3600)
#: Answers by the QR code of one counter in a day; those of one device are counted by the counter's own number.
COUNTER = ("feedback-counter", 500, 86400)
DEVICE = ("feedback-device", 86400)
#: Browsers without our cookie are told apart by address and kind, and phones of one kind share that: so many devices.
CROWD = 10
OK, SEE_OTHER, BAD, NOT_FOUND, GONE, BUSY = 200, 303, 400, 404, 410, 429


class FieldVisitFeedbackPage(models.AbstractModel):
    _name = "field.visit.feedback.page"
    _description = "Public page of feedback"

    # ---- what is asked for -----------------------------------------------------------------
    @api.model
    def _page_show(self, token, form):
        """The question; after the tap the question for words; then thanks."""
        door = self._page_door(token)
        page = self._page_in(door)
        if page._page_answered(door):
            return page._page_after(door, token)
        if not page._page_open(door):
            return page._page_closed(door, token)
        return page._page_html(OK, "ask", door, token, chosen=str(form.get("rating") or "")[:1])

    @api.model
    def _page_take(self, token, form):
        """Take the tap or the words of ``form``."""
        door = self._page_door(token)
        page = self._page_in(door)
        feedback = page._page_answered(door)
        if feedback:
            if page._page_may_add(feedback):
                feedback._feedback_add(feedback._feedback_words(form))
            # who sends the form empty has nothing to add: not the same form again
            return page._page_after(door, token) if "rating" in form else page._page_html(OK, "thanks", door, token)
        if not page._page_open(door):
            return page._page_closed(door, token)
        try:
            answer = self.env["field.visit.feedback"]._feedback_checked({
                key: form[key] for key in ("rating", "comment", "call_back", "call_number", "said_by") if key in form})
        except UserError:
            return page._page_html(BAD, "ask", door, token, chosen="", missing=True)
        return page._page_keep(door, token, answer)

    @api.model
    def _page_show_stop(self, token, _form):
        return self._page_stop_page(token, "stop")

    @api.model
    def _page_stop(self, token, _form):
        """The customer wants not to be asked any more."""
        feedback = self._page_door(token).feedback
        # the mail went to this person; a lead without one is marked itself
        target = feedback.contact_id or feedback.partner_id or feedback.lead_id
        if target and not target.visit_feedback_opt_out:
            target.visit_feedback_opt_out = True
        return self._page_stop_page(token, "stopped")

    def _page_stop_page(self, token, step):
        door = self._page_door(token)
        page = self._page_in(door)
        return page._page_html(OK, step, door, token) if door.feedback else page._page_closed(door, token)

    @api.model
    def _page_busy(self):
        page = self._page_in(self._page_door(""))
        return page._page_html(BUSY, "busy", page._page_door(""), "")

    # ---- links -----------------------------------------------------------------------------
    @api.model
    def _page_door(self, token):
        return Door(self.env["field.visit.feedback"]._feedback_find(token), self.env["field.visit"]._feedback_signed(token),
                    self.env["field.visit.feedback.link"]._feedback_find(token))

    def _page_in(self, door):
        """This page in the customer's language: the known one, else the first that the browser wants and we have."""
        person = door.feedback.contact_id or door.feedback.partner_id or door.visit.partner_id
        known = dict(self.env["res.lang"].get_installed())
        wanted = [person.lang] + self.env.context.get("feedback_languages", []) + [self._page_company(door).partner_id.lang]
        short = {code.split("_")[0]: code for code in sorted(known, reverse=True)}
        found = (code if code in known else short.get(code.split("_")[0]) for code in wanted if code)
        return self.with_context(lang=next(filter(None, found), "en_US"))

    def _page_company(self, door):
        company = door.feedback.company_id or door.visit.company_id or door.link.company_id
        return company or self.env["res.company"]._visit_first_company()

    def _page_answered(self, door):
        """The answer that this link has already got; empty for none and for a counter, where everybody may answer."""
        found = door.feedback.filtered(lambda feedback: feedback.state == "answered")
        return (found or door.visit.feedback_ids._feedback_counted())[:1].with_env(self.env)

    def _page_may_add(self, feedback):
        """Whether words may be added to this answer: those of a customer are not for one of us to write."""
        ours = self.env.context.get("feedback_staff") and not feedback.not_counted
        return not ours and feedback._feedback_may_add()

    def _page_open(self, door):
        """Whether an answer may be given by this link now."""
        now = fields.Datetime.now()
        if door.visit:
            until = door.visit._feedback_open_until()
            return bool(until) and now < until
        return bool(door.link) or (door.feedback.state == "sent" and now < door.feedback.expires_at)

    # ---- answers ---------------------------------------------------------------------------
    def _page_keep(self, door, token, answer):
        visit = (door.visit or door.feedback.visit_id).with_env(self.env)
        if door.link and not self._page_counter_allows(door.link):
            return self._page_busy()
        doubt = self._page_doubt(door)
        if visit and not doubt:
            return self._page_keep_visit(door, token, visit, answer)
        feedback = (self._page_keep_apart(door, visit or self._page_visit_at(door.link.partner_id), answer, doubt)
                    if doubt else self._page_keep_counter(door.link, answer))
        own = new_token("m")
        # a link of its own, to add words: that of the counter is everybody's
        feedback.write({"token_hash": token_hash(own), "expires_at": fields.Datetime.now()})
        return Page(SEE_OTHER, "", PAGE + own)

    def _page_keep_visit(self, door, token, visit, answer):
        hashed = door.feedback.token_hash
        try:
            feedback = visit._feedback_take(dict(answer, channel=door.feedback.channel or "counter"))
        except UserError:  # somebody was faster
            return self._page_closed(door, token)
        feedback.token_hash = hashed  # opens the page that thanks
        return Page(SEE_OTHER, "", PAGE + token)

    def _page_counter_allows(self, link):
        kind, most, seconds = COUNTER
        return self.env["field.visit.rate.limit"]._limit_allows(kind, str(link.id), most, seconds)

    def _page_doubt(self, door):
        """Why an answer given now would not be the customer's, False when it would: see ``not_counted``."""
        if self.env.context.get("feedback_staff"):
            return "staff"
        most = door.link.device_most
        if not most:
            return False
        kind, seconds = DEVICE
        device = self.env.context.get("feedback_device")
        doubt, times, who = ("often", 1, device) if device else ("many", CROWD, self.env.context.get("feedback_browser"))
        who = "%d/%s/%s" % (door.link.id, doubt, who or "")
        return False if self.env["field.visit.rate.limit"]._limit_allows(kind, who, most * times, seconds) else doubt

    def _page_keep_apart(self, door, visit, answer, doubt):
        """Keep what is not the customer's answer: the link stays open for that one."""
        about = visit._feedback_values() if visit else door.link._feedback_values()
        feedback = self.env["field.visit.feedback"].create(dict(
            about, channel=door.feedback.channel or "counter", not_counted=doubt,
            entered_by_id=self.env.context.get("feedback_staff") or False))
        feedback._feedback_answer(answer)
        return feedback

    def _page_keep_counter(self, link, answer):
        """Keep an answer from a counter: for the visit that is on there, else for the customer or the company alone."""
        visit = self._page_visit_at(link.partner_id)
        if visit:
            return visit._feedback_take(dict(answer, channel="counter"))
        feedback = self.env["field.visit.feedback"].create(dict(link._feedback_values(), channel="counter"))
        feedback._feedback_answer(answer)
        return feedback

    def _page_visit_at(self, partner):
        """The visit that is under way at this customer's and has no answer yet."""
        visits = self.env["field.visit"].search([
            ("partner_id", "=", partner.id), ("partner_id", "!=", False), ("state", "=", "in_progress")], limit=1)
        return visits.filtered(lambda visit: not visit.rating_value)

    # ---- pages -----------------------------------------------------------------------------
    def _page_after(self, door, token):
        feedback = self._page_answered(door)
        step = "add" if self._page_may_add(feedback) else "thanks"
        return self._page_html(OK, step, door, token)

    def _page_closed(self, door, token):
        """What a link shows that opens nothing: the same for one that never was and one whose days are over."""
        if door.visit and not door.visit._feedback_open_until():
            return self._page_html(OK, "early", door, token)
        if any(door):
            return self._page_html(GONE, "closed", door, token)
        who = self.env.context.get("feedback_caller") or ""
        kind, most, seconds = FORGED
        if not self.env["field.visit.rate.limit"]._limit_allows(kind, who, most, seconds):
            return self._page_busy()
        return self._page_html(NOT_FOUND, "closed", door, token)

    def _page_html(self, status, step, door, token, **more):
        labels = self.env["field.visit.feedback"]._feedback_labels()
        values = dict({"chosen": "", "missing": False}, **more)
        html = self.env["ir.qweb"]._render("field_visit_routing.feedback_page", dict(
            values, step=step, words=self._page_words(door), note=self._page_note(door),
            company=self._page_company(door).name if any(door) else "",
            page_lang=(self.env.context.get("lang") or "en_US").replace("_", "-"), action=PAGE + token if token else "",
            faces=[(str(number), labels[str(number)], _mouth(number)) for number in range(1, 6)],
            longest=MAX_COMMENT, longest_name=MAX_NAME))
        return Page(status, "<!DOCTYPE html>\n" + (html.decode() if isinstance(html, bytes) else str(html)))

    def _page_note(self, door):
        """What to know of answers that do not count, "" for nothing."""
        doubt = door.feedback.not_counted or ("staff" if self.env.context.get("feedback_staff") else "")
        return {
            "staff": _("You are signed in to Odoo as staff in this browser. An answer from here is kept as given by staff "
                       "and does not count as the customer's."),
            "often": _("Several answers came from this device today. This one is kept and read, but does not count in the "
                       "average."),
            "many": _("Many answers came from here today. This one is kept and read, but does not count in the average."),
        }.get(doubt, "")

    def _page_words(self, door):
        visit = door.visit or door.feedback.visit_id
        return {
            "title": _("Feedback"), "question": self._page_question(visit, door.link),
            "why": _("One tap is enough. It is read by people."),
            "missing": _("Tap one of the five faces."), "comment": _("Would you like to tell us more?"),
            "call_back": _("Please call me back"), "reach": _("Phone or e-mail, for the call"), "name": _("Your name"),
            "send": _("Send"), "add": _("Thank you! Is there anything else that we should know?"),
            "thanks": _("Thank you. You help us to do better."), "optional": _("optional"),
            "closed": _("This link is not valid any more. Thank you all the same."),
            "early": _("The visit has not begun yet. Scan the code again when it has."),
            "busy": _("Too many calls at once. Please try again in some minutes."),
            "stop": _("Shall we ask you no more about our visits?"), "stop_yes": _("Do not ask me any more"),
            "stopped": _("We will not ask you any more."),
        }

    def _page_question(self, visit, link):
        if not visit:
            return _("How are you served here, at %s?") % link.name if link else ""
        visit = visit.with_env(self.env)
        moment = visit.actual_end or visit.actual_start or fields.Datetime.now()
        return _("How was the visit of %(rep)s on %(day)s?") % {
            "rep": visit.rep_id.name or visit.company_id.name, "day": tools.format_date(
                self.env, visit._local(moment).date(), date_format="long")}


def _mouth(rating):
    """Path of a face's mouth, from a deep frown to a wide smile."""
    return "M14 %d Q24 %d 34 %d" % (33 - rating // 2, 23 + 4 * (rating - 1), 33 - rating // 2)
