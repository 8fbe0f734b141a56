"""Photos and signatures: only pictures, nothing of the file that came."""
import base64
import io
import json

from odoo.exceptions import AccessError, UserError
from PIL import Image, ImageDraw, features

from .. import compat
from .field_case import FieldByPrograms, FieldCase

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><rect width="9" height="9"/></svg>'
HTML = b"<html><body><script>alert(1)</script></body></html>"


def picture(kind="JPEG", size=(64, 48), drawn=False, **options):
    image = Image.new("RGB", size, (250, 250, 250))
    if drawn:
        ImageDraw.Draw(image).line((0, 0) + size, fill=(0, 0, 0), width=3)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return base64.b64encode(out.getvalue()).decode()


def encoded(content):
    return base64.b64encode(content).decode()


class TestPictures(FieldCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.visit.with_user(cls.users["rep"])

    def kept(self):
        row = self.visit.picture_ids[:1]
        return row, Image.open(io.BytesIO(base64.b64decode(row.image)))

    def test_a_photo_is_kept_small_and_upright(self):
        self.company.visit_photo_max_px = 400
        exif = Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "Spy phone"
        self.mine.add_photo({"content": picture(size=(800, 600), exif=exif), "name": "Shelf"})
        row, image = self.kept()
        self.assertEqual((row.name, row.kind, image.format, image.size), ("Shelf", "photo", "JPEG", (300, 400)))
        self.assertFalse(dict(image.getexif()))

    def test_png_and_data_addresses_are_taken(self):
        self.mine.add_photo({"content": picture("PNG")})
        self.mine.add_photo({"content": "data:image/jpeg;base64," + picture()})
        self.assertEqual(self.visit.photo_count, 2)

    def test_webp_is_taken_where_the_server_reads_it(self):
        if features.check("webp"):
            self.mine.add_photo({"content": picture("WEBP")})
        self.assertEqual(self.visit.photo_count, int(features.check("webp")))

    def test_what_is_no_picture_is_refused(self):
        broken = encoded(base64.b64decode(picture(size=(640, 480)))[:300])
        for content in (encoded(SVG), encoded(HTML), picture("GIF"), broken, "no base64!", "", None, 7, encoded(b"")):
            with self.subTest(content=str(content)[:20]), self.assertRaises(UserError):
                self.mine.add_photo({"content": content})
        self.assertFalse(self.visit.picture_ids)

    def test_what_hangs_on_a_picture_is_dropped(self):
        content = base64.b64decode(picture()) + HTML
        self.mine.add_photo({"content": encoded(content)})
        self.assertNotIn(b"script", base64.b64decode(self.visit.picture_ids.image))

    def test_what_is_too_large_is_refused(self):
        self.company.visit_photo_max_mb = 1
        for content in ("A" * (3 * 2 ** 20), picture("BMP", (800, 600))):
            with self.assertRaises(UserError):
                self.mine.add_photo({"content": content})

    def test_a_bomb_of_pixels_is_refused(self):
        out = io.BytesIO()
        Image.new("1", (12000, 12000)).save(out, "PNG")
        with self.assertRaisesRegex(UserError, "pixels"):
            self.mine.add_photo({"content": encoded(out.getvalue())})

    def test_time_place_and_customer_are_written_on_it(self):
        self.company.visit_photo_watermark = True
        self.customers[0].name = "上海咖啡"
        self.mine.add_photo({"content": picture(size=(640, 480)), "latitude": 60.17, "longitude": 24.94})
        row, image = self.kept()
        self.assertTrue(row.has_watermark and row.has_position)
        bottom = image.convert("L").crop((0, 400, 640, 480))
        self.assertGreater(bottom.getextrema()[1] - bottom.getextrema()[0], 100)

    def test_a_signature_says_who_signed(self):
        with self.assertRaisesRegex(UserError, "who signed"):
            self.mine.add_signature({"content": picture("PNG", drawn=True)})
        with self.assertRaisesRegex(UserError, "Nothing is drawn"):
            self.mine.add_signature({"content": picture("PNG"), "name": "Aino"})
        self.mine.add_signature({"content": picture("PNG", drawn=True), "name": "Aino"})
        self.assertEqual((self.visit.signature_count, self.visit.photo_count, self.visit.picture_ids.name), (1, 0, "Aino"))

    def test_they_count_for_check_out(self):
        outcome = self.env["field.visit.outcome"].create({"name": "Done", "needs_photo": True, "needs_signature": True})
        self.mine.check_in()
        self.mine.save_report({"outcome_id": outcome.id})
        with self.assertRaisesRegex(UserError, "a photo, a signature"):
            self.mine.check_out()
        self.mine.add_photo({"content": picture()})
        self.mine.add_signature({"content": picture(drawn=True), "name": "Aino"})
        self.mine.check_out()

    def test_a_photo_of_the_phone_is_stored_once_and_not_in_the_inbox(self):
        event = self.event("add_photo", content=picture(), name="Shelf", latitude=60.17, longitude=24.94)
        self.receive(event, event)
        self.assertEqual(self.visit.photo_count, 1)
        stored = self.env["field.visit.event"].search([("uuid", "=", event["uuid"])])
        self.assertNotIn("content", json.loads(stored.data))

    def test_what_was_photographed_before_the_visit_was_cancelled_is_kept(self):
        event = self.event("add_photo", content=picture())
        self.visit.action_cancel()
        receipt, = self.receive(event)
        self.assertEqual((receipt["state"], self.visit.photo_count), ("done", 1))

    def test_the_load_tells_of_them(self):
        self.mine.add_photo({"content": picture()})
        load = self.env["field.visit.app"].with_user(self.users["rep"]).load({})
        stop = load["route"]["stops"][0]
        self.assertEqual([one["kind"] for one in stop["report"]["pictures"]], ["photo"])
        self.assertTrue(load["outcomes"] and load["report"]["next_kinds"])
        json.dumps(load)


class TestPicturesByPrograms(FieldByPrograms):

    def test_who_may_see_and_make_them(self):
        made = self.call_as("rep", "field.visit", "add_photo", [self.visit.id], {"content": picture()})
        for kind, sees in (("rep", True), ("leader", True), ("manager", True)):
            found = self.call_as(kind, "field.visit.picture", "search", [("id", "=", made["picture_id"])])
            self.assertEqual(bool(found), sees)
        self.visit.rep_id = self.other_rep
        compat.flush(self.visit)
        self.assertFalse(self.call_as("rep", "field.visit.picture", "search", [("id", "=", made["picture_id"])]))

    def test_rows_are_not_made_or_changed_directly(self):
        made = self.call_as("rep", "field.visit", "add_photo", [self.visit.id], {"content": picture()})
        pictures = self.env["field.visit.picture"].with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            pictures.create({"visit_id": self.visit.id, "image": encoded(SVG)})
        with self.assertRaises(AccessError):
            pictures.browse(made["picture_id"]).write({"image": encoded(SVG)})
        with self.assertRaises(AccessError):
            self.visit.with_user(self.users["rep"]).write({"picture_ids": [(0, 0, {"image": encoded(SVG)})]})
