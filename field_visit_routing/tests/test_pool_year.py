"""A year of three reps and a pool, day by day, with rules that are checked from outside every evening.

The reps do what comes to their minds (the same in each run); the test keeps its own books from the calls that
succeeded and compares them with the leads, and with the history.
"""
import random
from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .pool_case import BEGIN, PoolCase

DAYS, LEADS = 365, 15
IDLE, DEAL, WARN, HOLDING, CLAIMS, BAR = 14, 60, 3, 3, 1, 30


@tagged("post_install", "-at_install")
class TestPoolYear(PoolCase):
    def setUp(self):
        super().setUp()
        self.pool.write({"idle_days": IDLE, "deal_days": DEAL, "warn_days": WARN, "holding_cap": HOLDING,
                         "claim_cap": CLAIMS, "bar_days": BAR, "automatic": True})
        third = self._user("third rep", "group_rep")
        third.email = "third@north.example"
        self.team.write({"member_ids": [(4, third.id)]})  # nobody's leads of a team are for its members
        self.reps = [self.rep_user, self.other_rep_user, third]
        self.dice = random.Random(5)
        self.stages = self.env["crm.stage"].create([{"name": "Talk"}, {"name": "Offer"}])
        self.everything = [self.pool_lead("Lead %d" % n, type="opportunity") for n in range(LEADS)]
        #: Books of the test: lead → who holds it since when, last follow-up, when each rep lost it.
        self.holder, self.held, self.last, self.lost, self.won = {}, {}, {}, {}, set()
        self.claims, self.away = {}, {}
        self.seen = dict.fromkeys(("claimed", "barred", "capped", "recycled idle", "recycled deal", "warned",
                                   "returned", "transferred", "invalid", "revisit", "won"), 0)

    def test_a_year(self):
        for day in range(DAYS):
            self.now = BEGIN + timedelta(days=day)
            self.claims = {}
            for rep in self.reps:
                self.working_day(rep)
            self.evening()
        self.assertTrue(all(self.seen.values()), self.seen)
        self.check_history()

    # ---- what reps do ------------------------------------------------------------------------------------
    def working_day(self, rep):
        for lead in self.dice.sample(self.everything, 2):
            if lead.id in self.won:
                continue
            if self.holder.get(lead.id) == rep:
                self.work(lead, rep)
            elif lead.id not in self.holder and lead.visit_pool_state == "unassigned":
                self.claim(lead, rep)

    def claim(self, lead, rep):
        count = len([held for held in self.holder.values() if held == rep])
        lost = self.lost.get((lead.id, rep))
        barred = lost is not None and self.now < lost + timedelta(days=BAR)
        capped = count >= HOLDING or self.claims.get(rep, 0) >= CLAIMS
        self.seen["barred"] += barred
        self.seen["capped"] += capped
        try:
            with self.env.cr.savepoint():
                self.as_user(lead, rep).pool_claim()
        except UserError:
            self.assertTrue(barred or capped, "%s was refused %s" % (rep.name, lead.name))
            return
        self.assertFalse(barred or capped, "%s claimed %s" % (rep.name, lead.name))
        self.claims[rep] = self.claims.get(rep, 0) + 1
        self.seen["claimed"] += 1
        self.takes(lead, rep)

    def takes(self, lead, rep):
        self.holder[lead.id], self.held[lead.id], self.last[lead.id] = rep, self.now, self.now

    def loses(self, lead):
        self.lost[lead.id, self.holder.pop(lead.id)] = self.now

    def work(self, lead, rep):
        record, chance = self.as_user(lead, rep), self.dice.random()
        if chance < 0.30:
            record.message_post(body="Spoke with the owner", message_type="comment")
            self.last[lead.id] = self.now
        elif chance < 0.45:
            record.write({"stage_id": (self.stages - lead.stage_id)[0].id})
            self.last[lead.id] = self.now
        elif chance < 0.50:
            record.pool_return("no time")
            self.loses(lead)
            self.seen["returned"] += 1
        elif chance < 0.56:
            self.transfer(record, rep)
        elif chance < 0.60:
            self.away[lead.id] = (rep, (self.now + timedelta(days=20)).date())
            record.pool_invalidate("closed", str(self.away[lead.id][1]))
            del self.holder[lead.id]
            self.seen["invalid"] += 1
        elif chance < 0.62:
            record.action_set_won()
            del self.holder[lead.id]
            self.won.add(lead.id)
            self.seen["won"] += 1
        else:
            self.dodge(record)

    def transfer(self, record, rep):
        other = self.dice.choice([person for person in self.reps if person != rep])
        try:
            with self.env.cr.savepoint():
                record.write({"user_id": other.id})
        except UserError:
            return
        self.lost[record.id, rep] = self.now
        self.holder[record.id] = other  # since when it is held stays
        self.seen["transferred"] += 1

    def dodge(self, record):
        """What changes nothing about the clock."""
        trick = self.dice.randrange(4)
        if trick == 0:
            record.load([".id", "description"], [[str(record.id), "day %s" % self.now]])
        elif trick == 1:
            record.sudo().message_post(body="automatic", message_type="comment")
        elif trick == 2:
            record.write({"phone": "+358 9 %d" % self.dice.randrange(10**6)})
        else:
            record.sudo().write({"stage_id": (self.stages - record.stage_id)[0].id})

    # ---- what the job does, and what must be true --------------------------------------------------------
    def evening(self):
        self.now += timedelta(hours=10)
        self.recycle()
        for lead in self.everything:
            if lead.id in self.holder:
                self.check_held(lead)
            elif lead.id in self.away:
                self.check_away(lead)
            elif lead.id not in self.won:
                self.assertState(lead, "unassigned")

    def check_away(self, lead):
        """An invalid lead stays its salesperson's until the day of the revisit, and is nobody's from then on."""
        rep, day = self.away[lead.id]
        if self.now.date() < day:
            self.assertState(lead, "invalid", rep)
            return
        self.assertState(lead, "unassigned")
        del self.away[lead.id]
        self.lost[lead.id, rep] = self.now
        self.seen["revisit"] += 1

    def check_held(self, lead):
        idle = self.now >= self.last[lead.id] + timedelta(days=IDLE)
        deal = self.now >= self.held[lead.id] + timedelta(days=DEAL)
        if idle or deal:
            self.assertState(lead, "unassigned")
            self.loses(lead)
            self.seen["recycled idle" if idle else "recycled deal"] += 1
            return
        self.assertEqual(lead.user_id, self.holder[lead.id])
        end = min(self.last[lead.id] + timedelta(days=IDLE), self.held[lead.id] + timedelta(days=DEAL))
        warned = self.now >= end - timedelta(days=WARN)
        self.assertEqual(bool(lead.visit_pool_warned_for), warned, lead.name)
        self.seen["warned"] += warned

    def check_history(self):
        """The history alone tells who holds each lead, and nobody ever held more than the cap."""
        moves = self.env["field.visit.pool.move"].search([("pool_id", "=", self.pool.id)], order="id")
        holder = {}
        for move in moves:
            if move.kind in ("claim", "assign", "transfer", "return", "recycle", "revisit"):
                self.assertEqual(holder.get(move.lead_id, self.env["res.users"]), move.from_user_id)
                holder[move.lead_id] = move.to_user_id
        for lead in self.everything:
            self.assertEqual(holder.get(lead, self.env["res.users"]), lead.user_id)
        self.assertEqual(len(moves.filtered(lambda move: move.kind == "claim")), self.seen["claimed"])
        self.assertFalse(moves.filtered(lambda move: not move.date or not move.user_id))
