"""The phone app as a rep uses it: by its buttons alone."""
import io
import re
import urllib.request
from datetime import datetime, timezone

from PIL import Image, ImageDraw
from playwright.sync_api import expect

TEXT = "%Y-%m-%d %H:%M:%S"
VISIT = ".fva-visit[data-visit='%s']"


def now():
    """This second in UTC, as the server writes moments."""
    return datetime.now(timezone.utc).strftime(TEXT)


def photo(size):
    """A file as a phone's camera gives it, of this width and height."""
    image = Image.new("RGB", size, "#b0c4d0")
    ImageDraw.Draw(image).rectangle((20, 20, size[0] - 20, size[1] - 40), fill="#a05030")
    file = io.BytesIO()
    image.save(file, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


class Hand:
    """The thumb of a rep on ``phone``; notes when it pressed what, for the server's moments to be compared with."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page
        self.pressed = {}

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name, exact=True).click()

    def today(self):
        self.page.locator(".fva-tabs a").filter(has_text="Today").click()
        expect(self.page.locator(".fva-main[data-screen=today]")).to_be_visible()

    def open_visit(self, visit):
        """From the list of the day to the page of a visit."""
        self.today()
        self.page.locator(f".fva-stops li[data-visit='{visit}'] a").click()
        expect(self.page.locator(VISIT % visit)).to_be_visible()

    def step(self, visit, name, waiting):
        """Press a step of the visit that is open; it is made when one more event waits."""
        before = now()
        self.press(name)
        self.waits(waiting)
        self.pressed[visit, name] = (before, now())

    def waits(self, count):
        """The app says that so many events are not yet sent."""
        expect(self.page.locator(".fva-waiting")).to_have_text(f"Not yet sent: {count}")

    def pause(self, visit, text):
        """As long as a person takes between the last letter and what comes next: the phone has stored ``text``."""
        self.page.wait_for_function(
            """([visit, text]) => fieldVisitApp.around.database.get("values", "draft:" + visit)
                .then((draft) => JSON.stringify(draft ?? "").includes(text))""", arg=[visit, text])

    def reload(self, waiting):
        """The page is loaded again: nothing that was done is lost."""
        self.page.reload()
        self.waits(waiting)

    # ---- the report ----------------------------------------------------------------------
    def open_report(self):
        self.press("Visit report", "link")
        expect(self.page.locator("textarea[name=note]")).to_be_visible()

    def take_photo(self, size):
        self.page.locator(".fva-photo input[type=file]").set_input_files(photo(size))
        expect(self.page.locator(".fva-picture[data-kind=photo] img")).to_be_visible()

    def sign(self, name):
        """Draw a stroke with the pointer, write who signed, keep it."""
        self.press(re.compile(r"^Signature"))
        sheet = self.page.get_by_role("dialog")
        paper = sheet.locator("canvas").bounding_box()
        mouse = self.page.mouse
        mouse.move(paper["x"] + 30, paper["y"] + paper["height"] * 0.7)
        mouse.down()
        for part in range(1, 9):
            mouse.move(paper["x"] + 30 + part * 25, paper["y"] + paper["height"] * (0.3 if part % 2 else 0.7), steps=4)
        mouse.up()
        sheet.locator("input[name=signed_by]").fill(name)
        sheet.get_by_role("button", name="Keep").click()
        expect(sheet).to_have_count(0)
        expect(self.page.locator(".fva-picture[data-kind=signature] img")).to_be_visible()

    def add_product(self, number, quantity):
        """Take the ``number``-th of the proposed products; return its name."""
        name = self.page.locator("#fva-products option").nth(number).get_attribute("value")
        self.page.locator("input[name=product]").fill(name)
        self.press("Add")
        self.page.get_by_label("Quantity").last.fill(str(quantity))
        return name

    def plan_next(self, kind, summary):
        self.page.locator("select[name=next_kind]").select_option(label=kind)
        self.page.locator("input[name=next_summary]").fill(summary)

    def save_report(self, visit, waiting):
        self.press("Save the report")
        expect(self.page.locator(VISIT % visit)).to_be_visible()
        self.waits(waiting)

    # ---- what else -----------------------------------------------------------------------
    def skip(self, visit, reason, note, waiting):
        """The menu of the visit that is open, a reason, a note."""
        before = now()
        self.press("More")
        self.press("Skip this visit")
        sheet = self.page.get_by_role("dialog")
        sheet.get_by_role("radio", name=reason).click()
        sheet.locator("textarea").fill(note)
        sheet.get_by_role("button", name="Skip this visit").click()
        self.waits(waiting)
        self.pressed[visit, "Skip this visit"] = (before, now())

    def end_session(self, url):
        """The server at ``url`` forgets the session of the phone, which is not told.

        To take its cookie away would not do: an answer that is still on its way brings it back.
        """
        cookie, = [one for one in self.page.context.cookies() if one["name"] == "session_id"]
        request = urllib.request.Request(
            url + "/web/session/destroy", data=b'{"jsonrpc": "2.0", "params": {}}',
            headers={"Content-Type": "application/json", "Cookie": "session_id=" + cookie["value"]})
        with urllib.request.urlopen(request) as answer:
            text = answer.read().decode()
        assert '"error"' not in text, text

    def log_in_again(self, login, password):
        """The strip that says so leads to Odoo's login page, and that back to the app."""
        self.page.locator(".fva-status").get_by_text("Log in again").click()
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("form button[type=submit]").first.click()
        self.page.wait_for_url("**/field_visit_routing/app**")
