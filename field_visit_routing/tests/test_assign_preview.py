"""The dry run of another boundary tells what the change itself does."""
from odoo.tests import tagged

from .assign_case import AssignCase


def strip(west, width=1.0):
    """A strip from the longitude ``west`` on, in degrees."""
    return {"type": "Polygon", "coordinates": [[
        [west, 60], [west + width, 60], [west + width, 61], [west, 61], [west, 60]]]}


@tagged("post_install", "-at_install")
class TestPreview(AssignCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.harbour.write({"boundary": strip(24)})
        cls.hill.write({"boundary": strip(25)})
        cls.west, cls.middle, cls.east = (
            cls.customer(name=name, partner_latitude=60.5, partner_longitude=lon, company_id=cls.company.id)
            for name, lon in (("West", 24.5), ("Middle", 25.2), ("East", 25.7)))

    def preview(self, area, *arguments, user=None):
        return area.with_user(user or self.manager_user).preview_boundary(*arguments)

    def test_entering_gave_each_to_the_rep_of_the_area(self):
        owners = [record.user_id for record in (self.west, self.middle, self.east)]
        self.assertEqual(owners, [self.rep_user, self.other_rep_user, self.other_rep_user])

    def test_a_preview_writes_nothing_and_tells_what_the_change_does(self):
        self.hill.with_context(visit_no_proposal=True).precedence = 0
        wider = strip(24, 1.4)
        answer = self.preview(self.harbour, wider)
        self.assertEqual((answer["come"]["res.partner"], answer["moves"], answer["automatic"]), (1, 1, False))
        self.assertEqual(answer["flows"], [{"from": "Other Rep", "to": "Rep", "customers": 1, "leads": 0}])
        self.assertIn("1 would change hands; this is proposed", answer["message"])
        self.assertEqual((self.middle.territory_id, self.middle.user_id), (self.hill, self.other_rep_user))
        self.harbour.write({"boundary": wider})
        self.assertEqual((self.middle.territory_id, self.middle.user_id), (self.harbour, self.other_rep_user))
        run = self.open_runs(self.harbour)
        self.assertEqual(run.line_ids.partner_id, self.middle)
        run.with_user(self.leader_user).accept()
        self.assertEqual(self.middle.user_id, self.rep_user)

    def test_a_new_area_with_an_owner_of_its_own(self):
        areas = self.env["field.visit.territory"]
        vals = {"parent_id": self.hill.id, "company_id": self.company.id, "user_id": self.third_user.id}
        answer = self.preview(areas, strip(25, 0.4), vals)
        self.assertEqual((answer["come"]["res.partner"], answer["moves"]), (1, 1))
        self.assertEqual(answer["flows"][0]["to"], "Third Rep")
        unowned = dict(vals, user_id=False)
        self.assertEqual(self.preview(areas, strip(25, 0.4), unowned)["moves"], 0)
        self.city.assign_auto = "on"
        self.assertIn("change hands at once", self.preview(areas, strip(25, 0.4), vals)["message"])
        new = areas.create(dict(vals, name="Middle", boundary=strip(25, 0.4)))
        self.assertEqual((self.middle.territory_id, self.middle.user_id), (new, self.third_user))

    def test_another_owner_concerns_all_members(self):
        outline = strip(25)
        answer = self.preview(self.hill, outline, {"user_id": self.third_user.id})
        self.assertEqual((answer["moves"], answer["flows"][0]["to"]), (2, "Third Rep"))
        self.assertEqual(self.preview(self.hill, outline, {"user_id": self.other_rep_user.id})["moves"], 0)
        self.assertEqual(self.preview(self.hill, outline)["moves"], 0)
        self.city.with_context(visit_no_proposal=True).user_id = self.third_user
        self.assertEqual(self.preview(self.hill, outline, {"user_id": False})["moves"], 2)

    def test_bad_boundaries_and_keys_are_refused(self):
        bow_tie = {"type": "Polygon", "coordinates": [[[24, 60], [26, 62], [26, 60], [24, 62], [24, 60]]]}
        self.assertRefused("crosses itself", self.preview, self.harbour, bow_tie)
        self.assertRefused("is no field", self.preview, self.harbour, strip(24), {"name": "X"})
        self.assertRefused("no record with id", self.preview, self.env["field.visit.territory"], strip(24), {
            "user_id": 2**31 - 1})
