"""Changes of the map and bulk requests are proposed first; a person accepts, leaves out, dismisses, undoes."""
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import field_visit_assignment_apply as applying
from .assign_case import AssignCase


class ProposalCase(AssignCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shop = cls.member(cls.hill, name="Shop", user_id=cls.other_rep_user.id)
        cls.kiosk = cls.member(cls.hill, name="Kiosk", user_id=cls.other_rep_user.id)

    def redrawn(self, records=None):
        self.moved(self.shop | self.kiosk if records is None else records, self.harbour, "boundary")
        return self.open_runs(self.harbour)

    def dry_run(self, vals, user=None):
        return self.runs.with_user(user or self.manager_user).dry_run(vals)


@tagged("post_install", "-at_install")
class TestMap(ProposalCase):
    def test_redrawing_proposes_and_writes_nothing(self):
        run = self.redrawn()
        self.assertEqual((self.shop | self.kiosk).user_id, self.other_rep_user)
        self.assertEqual((len(run), run.open_count, run.cause), (1, 2, "map"))
        self.assertEqual(run.summary, "Other Rep → Rep · customers: 2")
        self.assertEqual(run.activity_ids.user_id, self.leader_user)
        self.assertFalse(self.env["mail.mail"].search([("model", "=", run._name), ("res_id", "=", run.id)]))

    def test_one_open_proposal_per_area_which_is_refreshed(self):
        run = self.redrawn(self.shop)
        self.redrawn(self.kiosk)
        self.assertEqual((self.open_runs(self.harbour), run.line_count), (run, 2))
        self.assertEqual(len(run.activity_ids), 1)
        self.moved(self.shop, self.hill, "boundary")
        self.assertEqual(run.line_ids.partner_id, self.kiosk)
        self.moved(self.kiosk, self.hill, "boundary")
        self.assertFalse(run.exists(), "nothing is left to decide")

    def test_members_of_a_deleted_area_are_proposed_to_the_owner_of_the_next(self):
        self.harbour.zips = "00982"
        quay = self.area("Quay", parent_id=self.harbour.id, zips="00982", user_id=self.other_rep_user.id)
        stall = self.customer(name="Stall", zip="00982", company_id=self.company.id)
        self.assertEqual((stall.territory_id, stall.user_id), (quay, self.other_rep_user))
        quay.with_user(self.manager_user).delete_areas()
        line = self.open_runs(self.harbour).line_ids
        self.assertEqual((line.partner_id, line.territory_id, line.to_user_id), (stall, self.harbour, self.rep_user))
        self.assertFalse(line.from_territory_id, "what is deleted is named by nothing")
        self.assertEqual(stall.user_id, self.other_rep_user)

    def test_accepted_by_the_leader_of_the_area(self):
        run = self.redrawn()
        answer = run.with_user(self.leader_user).accept()
        self.assertEqual((answer["done"], answer["refused"], answer["waiting"]), (2, 0, 0))
        self.assertEqual((self.shop | self.kiosk).user_id, self.rep_user)
        self.assertIn('Areas were redrawn: it lies in "City / Harbour" now.', self.note(self.shop))
        self.assertEqual((run.state, run.decided_by_id, len(run.activity_ids)), ("applied", self.leader_user, 0))
        self.assertRefused("is in the state", run.accept)

    def test_left_out_taken_in_and_dismissed(self):
        run = self.redrawn().with_user(self.leader_user)
        line = run.line_ids.filtered(lambda line: line.partner_id == self.shop)
        line.action_leave_out()
        self.assertEqual(run.accept()["done"], 1)
        self.assertEqual((self.shop.user_id, self.kiosk.user_id), (self.other_rep_user, self.rep_user))
        self.assertRefused("is in the state", line.action_take_in)
        other = self.redrawn(self.member(self.hill, user_id=self.other_rep_user.id)).with_user(self.leader_user)
        other.line_ids.action_leave_out()
        other.line_ids.action_take_in()
        other.dismiss()
        self.assertEqual((other.state, other.line_ids.mapped("state")), ("dismissed", ["dismissed"]))

    def test_what_was_changed_since_the_proposal_is_refused(self):
        run = self.redrawn()
        self.shop.user_id = self.third_user
        answer = run.with_user(self.leader_user).accept()
        self.assertEqual((answer["done"], answer["refused"]), (1, 1))
        self.assertEqual(self.shop.user_id, self.third_user)
        refused = run.line_ids.filtered(lambda line: line.state == "refused")
        self.assertEqual(refused.refusal, "It was changed again since.")

    def test_undone_except_what_was_given_on(self):
        run = self.redrawn().with_user(self.leader_user)
        run.accept()
        self.kiosk.user_id = self.third_user
        answer = run.undo()
        self.assertEqual((answer["done"], answer["refused"], run.state), (1, 1, "undone"))
        self.assertEqual((self.shop.user_id, self.kiosk.user_id), (self.other_rep_user, self.third_user))

    def test_automation_of_the_company_the_area_and_the_area_above(self):
        self.assertFalse(self.harbour._assign_follows_at_once())
        self.company.visit_assign_auto = True
        self.assertTrue(self.harbour._assign_follows_at_once())
        self.city.assign_auto = "off"
        self.assertFalse(self.harbour._assign_follows_at_once())
        self.harbour.assign_auto = "on"
        self.redrawn()
        self.assertEqual((self.shop | self.kiosk).user_id, self.rep_user)
        run = self.runs.search([("line_ids.partner_id", "=", self.shop.id)])
        self.assertEqual((run.state, run.is_automatic), ("applied", True))
        run.with_user(self.leader_user).undo()
        self.assertEqual(self.shop.user_id, self.other_rep_user)

    def test_another_owner_of_the_area_is_proposed_to_its_members(self):
        exception = self.member(self.harbour, user_id=self.rep_user.id)
        self.hill.user_id = self.third_user
        self.assertEqual(self.shop.user_id, self.other_rep_user)
        run = self.open_runs()
        self.assertEqual((run.territory_id, run.cause), (self.hill, "owner"))
        self.assertEqual(set(run.line_ids.partner_id), {self.shop, self.kiosk})
        self.assertNotIn(exception, run.line_ids.partner_id)
        self.assertEqual(run.line_ids.to_user_id, self.third_user)

    def test_another_owner_above_concerns_only_areas_without_one(self):
        loose = self.member(self.city, user_id=self.rep_user.id)
        self.city.user_id = self.third_user
        self.assertEqual(self.open_runs().line_ids.partner_id, loose)


@tagged("post_install", "-at_install")
class TestBulk(ProposalCase):
    def test_a_dry_run_tells_and_writes_nothing(self):
        self.quietly(self.shop | self.kiosk, self.harbour)
        right = self.member(self.harbour, user_id=self.rep_user.id)
        outside = self.member(self.env["field.visit.territory"])
        records = self.shop | self.kiosk | right | outside
        answer = self.dry_run({"model": "res.partner", "ids": records.ids})
        self.assertEqual([answer[key] for key in ("moves", "refused", "unchanged", "outside")], [2, 0, 1, 1])
        self.assertEqual(self.shop.user_id, self.other_rep_user)
        run = self.runs.browse(answer["assignment_id"]).with_user(self.manager_user)
        self.assertEqual(run.accept()["done"], 2)
        self.assertEqual(self.shop.user_id, self.rep_user)
        self.assertIn('Assigned by territory "City / Harbour". Rep of the area.', self.note(self.shop))

    def test_what_was_given_by_hand_is_no_longer_proposed(self):
        run = self.redrawn()
        answer = self.dry_run({"model": "res.partner", "ids": self.shop.ids})
        self.runs.browse(answer["assignment_id"]).with_user(self.manager_user).accept()
        self.assertEqual(run.line_ids.partner_id, self.kiosk)

    def test_all_members_of_an_area_and_its_parts(self):
        lead = self.lead(company_id=self.company.id, user_id=False)
        self.quietly(lead, self.harbour)
        self.quietly(self.shop, self.harbour)
        answer = self.dry_run({"territory_ids": self.city.ids})
        self.assertEqual((answer["moves"], answer["unchanged"]), (2, 1))
        self.assertEqual(self.city.with_user(self.manager_user).action_assign_members()["res_model"], self.runs._name)

    def test_bad_requests_are_refused_in_sentences(self):
        for vals, text in (
                ({"model": "res.users", "ids": [1]}, 'records of "res.users" cannot be assigned'),
                ({"ids": [1]}, "cannot be assigned"),
                ({"model": "res.partner"}, "give a list of ids"),
                ({"model": "res.partner", "ids": ["x"]}, "give a list of ids"),
                ({"territory_ids": [2**40]}, "there is no record with id"),
                ({"territory_ids": "all"}, "is not a list of ids"),
                ({"domain": []}, "domain is no field of this request"),
                ([], "asked for by a dictionary")):
            with self.subTest(vals):
                self.assertRefused(text, self.dry_run, vals)

    def test_nobody_to_move(self):
        answer = self.dry_run({"model": "res.partner", "ids": []})
        self.assertEqual((answer["moves"], answer["message"]), (0, "Everybody has what belongs to them."))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_reps_do_not_assign_and_leaders_do_not_see_the_proposals_of_others(self):
        for user in (self.rep_user, self.plain_user):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.dry_run({"model": "res.partner", "ids": self.shop.ids}, user)
        self.quietly(self.shop, self.harbour)
        run = self.runs.browse(self.dry_run({"model": "res.partner", "ids": self.shop.ids})["assignment_id"])
        stranger = self._user("stranger", "group_leader")
        for call in (run.accept, run.dismiss, run.undo, run.line_ids.action_leave_out):
            with self.subTest(call.__name__), self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(call.__self__.with_user(stranger), call.__name__)()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            run.with_user(self.manager_user).write({"decided_by_id": self.admin_user.id})

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_records_that_the_user_may_not_change_are_refused_and_the_others_done(self):
        self.quietly(self.shop | self.kiosk, self.harbour)
        run = self.runs.browse(self.dry_run({"model": "res.partner", "ids": (self.shop | self.kiosk).ids})["assignment_id"])
        locked, real = self.shop, type(self.shop).write

        def write(records, vals):
            if locked in records and "user_id" in vals:
                raise UserError("The shop is locked.")
            return real(records, vals)

        with patch.object(type(self.shop), "write", write):
            answer = run.with_user(self.manager_user).accept()
        self.assertEqual((answer["done"], answer["refused"]), (1, 1))
        self.assertEqual((self.shop.user_id, self.kiosk.user_id), (self.other_rep_user, self.rep_user))
        self.assertEqual(run.line_ids.filtered("refusal").refusal, "The shop is locked.")

    def test_what_is_too_much_for_a_request_goes_on_in_the_background(self):
        self.quietly(self.shop | self.kiosk, self.harbour)
        run = self.runs.browse(self.dry_run({"model": "res.partner", "ids": (self.shop | self.kiosk).ids})["assignment_id"])
        cron = self.runs.with_user(self.env.ref("base.user_root"))
        work = type(run)._work
        with patch.object(applying, "BATCH", 1), patch.object(
                type(run), "_work", lambda records, at_most=1: work(records, 1)):
            answer = run.with_user(self.manager_user).accept()
            self.assertEqual((answer["done"], answer["waiting"], run.state), (1, 1, "queued"))
            self.assertIn("1 follow in the background", answer["message"])
            cron._cron_assignments(commit=False)
        self.assertEqual(run.state, "applied")
        self.assertEqual((self.shop | self.kiosk).user_id, self.rep_user)

    @mute_logger("odoo.addons.field_visit_routing.models.field_visit_assignment_apply")
    def test_a_batch_that_fails_stops_no_other_assignment(self):
        self.quietly(self.shop | self.kiosk, self.harbour)
        bad, good = (self.runs.browse(self.dry_run({"model": "res.partner", "ids": record.ids})["assignment_id"])
                     for record in (self.shop, self.kiosk))
        for run in (bad, good):
            run.with_user(self.manager_user)._note_decision("queued")
        real = type(bad)._do

        def fail(run, lines):
            if run == bad:
                raise ValueError("a fault of the program")
            return real(run, lines)

        with patch.object(type(bad), "_do", fail):
            self.runs._cron_assignments(commit=False)
        self.assertEqual((bad.state, good.state), ("queued", "applied"))

    def test_old_dry_runs_are_forgotten(self):
        old = self.runs.browse(self.dry_run({"model": "res.partner", "ids": self.shop.ids})["assignment_id"])
        self.env.cr.execute("UPDATE field_visit_assignment SET create_date = create_date - interval '8 days' WHERE id = %s",
                            [old.id])
        kept = self.redrawn(self.kiosk)
        self.runs._forget_dry_runs()
        self.assertFalse(old.exists())
        self.assertTrue(kept.exists())
