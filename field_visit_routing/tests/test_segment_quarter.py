"""A quarter in the life of segments: who joins and leaves on which day, and why."""
from odoo.tests import tagged

from .. import compat
from .segment_case import SegmentCase


@tagged("post_install", "-at_install")
class TestSegmentQuarter(SegmentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.a = cls.place("Anna", visit_score=80)
        cls.b = cls.place("Bertta", visit_score=80)
        cls.c = cls.place("Cecilia", visit_score=20)
        cls.env.cr.execute("UPDATE res_partner SET create_date = '2025-01-01' WHERE id = ANY(%s)", [(cls.a | cls.b | cls.c).ids])

    def run_job(self, day):
        """The scheduled job of this day; ``(kind, name, reason)`` of what it noted."""
        before = self.env["field.visit.segment.move"].search([], order="id desc", limit=1).id or 0
        with self.at(day):
            self.segments._cron_segments(commit=False)
        found = self.env["field.visit.segment.move"].search([("id", ">", before)], order="id")
        return [(move.segment_id.name, move.kind, move.partner_id.name, move.reason) for move in found]

    def test_a_quarter(self):
        ours = "[('id', 'in', %s)]" % (self.a | self.b | self.c).ids
        with self.at(0):
            overdue = self.segment("Overdue", domain=ours, score_from=50, visited="not_within", visited_days=30)
        self.assertEqual(self.moves(overdue), [("join", "Anna", "The segment is new"), ("join", "Bertta", "The segment is new")])
        self.assertEqual(overdue.partner_ids, self.a | self.b)

        self.visited(self.a, 5)
        self.assertEqual(self.run_job(5), [("Overdue", "leave", "Anna", "Not any more: not visited in the last 30 days")])
        self.assertEqual(self.run_job(6), [], "nothing has changed")
        self.assertEqual(self.run_job(35), [], "30 days are not over yet")
        words = "score from 50 to 100, not visited in the last 30 days"
        self.assertEqual(self.run_job(36), [("Overdue", "join", "Anna", "Fits now: the filter, " + words)])

        self.c.visit_score = 60
        self.b.visit_score = 40
        self.assertEqual(self.run_job(50), [
            ("Overdue", "leave", "Bertta", "Not any more: score from 50 to 100"),
            ("Overdue", "join", "Cecilia", "Fits now: the filter, " + words)])

        self.a.active = False
        self.assertEqual(self.run_job(60), [("Overdue", "leave", "Anna", "No customer or open lead any more")])
        self.a.active = True
        self.assertEqual([row[:3] for row in self.run_job(61)], [("Overdue", "join", "Anna")])

        with self.at(70):
            overdue.score_from = 30
        self.assertEqual(self.moves(overdue)[-1], ("join", "Bertta", "The rule was changed"))
        self.b.unlink()
        self.assertEqual(overdue.partner_ids, self.a | self.c)
        with self.at(89):
            frozen = self.segments.browse(overdue.freeze())
        self.visited(self.c, 89)
        self.assertEqual(len(self.run_job(90)), 1)
        self.assertEqual((overdue.partner_ids, frozen.partner_ids), (self.a, self.a | self.c))
        self.assertEqual(self.moves(frozen)[0], ("join", "Anna", "Frozen from “Overdue” on 2026-03-31"))

        counts = {kind: len(self.moves(overdue, kind)) for kind in ("join", "leave")}
        # Bertta's three moves went with her
        self.assertEqual(counts, {"join": 4, "leave": 3})
        current = self.env["field.visit.segment.move"].search([("segment_id", "=", overdue.id), ("is_current", "=", True)])
        self.assertEqual(current.partner_id, overdue.partner_ids)
        self.assertEqual(str(current.date), "2026-03-03 06:00:00")

    def test_schedules(self):
        with self.at(0):
            made = {key: self.segment(key, refresh_every=key, domain="[('id', '=', %d)]" % self.a.id, score_from=90)
                    for key in ("hourly", "daily", "weekly", "manual")}
        self.a.visit_score = 95
        self.assertEqual([row[0] for row in self.run_job(0)], ["hourly"])
        self.assertEqual([row[0] for row in self.run_job(1)], ["daily"])
        self.assertEqual(self.run_job(6), [])
        self.assertEqual([row[0] for row in self.run_job(7)], ["weekly"])
        self.assertEqual(self.run_job(80), [])
        self.assertEqual(made["manual"].refresh(), {"joined": 1, "left": 0})
        self.assertEqual(made["manual"].action_refresh()["params"]["message"], "0 joined, 0 left.")

    def test_fixed_members_have_day_and_reason(self):
        with self.at(3):
            segment = self.segments.create({"name": "Fixed", "partner_ids": [(6, 0, (self.a | self.b).ids)]})
        with self.at(4):
            segment.remove_members("res.partner", self.a.ids)
            segment.write({"partner_ids": [(6, 0, (self.b | self.c).ids)]})
        self.assertEqual(self.moves(segment), [
            ("join", "Anna", "Added by hand"), ("join", "Bertta", "Added by hand"), ("leave", "Anna", "Taken out by hand"),
            ("join", "Cecilia", "Added by hand")])
        dates = self.env["field.visit.segment.move"].search([("segment_id", "=", segment.id)], order="id").mapped("date")
        self.assertEqual([date.day for date in dates], [4, 4, 5, 5])
        self.assertEqual(segment.refresh(), {"joined": 0, "left": 0})

    def test_new_customers_are_called_new(self):
        segment = self.segment("All", domain="[('name', '=', 'Dora')]")
        compat.flush(segment)
        self.env.cr.execute("UPDATE field_visit_segment SET refreshed_at = '2020-01-01' WHERE id = %s", [segment.id])
        compat.invalidate(segment)
        self.place("Dora")
        segment.refresh()
        self.assertEqual(self.moves(segment), [("join", "Dora", "New")])

    def test_merged_customers_and_leads_stay_members_once(self):
        segment = self.segments.create({"name": "Fixed", "partner_ids": [(6, 0, (self.a | self.b).ids)]})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.a | self.b | self.c).ids, self.c, extra_checks=False)
        self.assertEqual(segment.partner_ids, self.c)
        current = self.env["field.visit.segment.move"].search([("segment_id", "=", segment.id), ("is_current", "=", True)])
        self.assertEqual((len(current), current.partner_id), (1, self.c))
        self.assertEqual(segment.remove_members("res.partner", self.c.ids), True)
        first, second = self.lead(name="One", type="opportunity"), self.lead(name="Two", type="opportunity")
        segment.add_members("crm.lead", second.ids)
        (first | second).merge_opportunity()
        left = (first | second).exists()
        self.assertEqual((len(left), segment.lead_ids), (1, left))
        current = self.env["field.visit.segment.move"].search([("segment_id", "=", segment.id), ("is_current", "=", True)])
        self.assertEqual(current.lead_id, left)
