"""Pools, their reps and a clock that tests set."""
from datetime import datetime, timedelta
from unittest.mock import patch

from .ground_case import GroundCase

BEGIN = datetime(2026, 1, 12, 9, 0)


class PoolCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.finland
        cls.team.write({"member_ids": [(6, 0, (cls.rep_user | cls.other_rep_user).ids)]})
        for user in cls.rep_user | cls.other_rep_user | cls.leader_user:
            user.email = "%s@north.example" % user.login
        cls.area = cls.env["field.visit.territory"].create({"name": "Harbour", "company_id": cls.company.id})
        cls.street = cls.env["field.visit.territory"].create(
            {"name": "Quay", "parent_id": cls.area.id, "company_id": cls.company.id})
        cls.pool = cls.env["field.visit.pool"].create({
            "name": "Harbour pool", "company_id": cls.company.id, "territory_ids": [(6, 0, cls.area.ids)],
            "idle_days": 14, "deal_days": 60, "warn_days": 3, "holding_cap": 3, "claim_cap": 2, "bar_days": 30,
            "automatic": True})

    def setUp(self):
        super().setUp()
        self.now = BEGIN
        clock = patch.object(type(self.env["crm.lead"]), "_pool_now", lambda lead: self.now)
        clock.start()
        self.addCleanup(clock.stop)

    def wait(self, **time):
        self.now += timedelta(**time)

    def pool_lead(self, name="Cafe", user=None, **values):
        """A lead of the quay; nobody's unless told otherwise."""
        return self.lead(name=name, territory_id=self.street.id, company_id=self.company.id, team_id=self.team.id,
                         user_id=user.id if user else False, **values)

    def leads(self, count):
        return self.env["crm.lead"].union(*[self.pool_lead("Cafe %d" % n) for n in range(count)])

    def as_user(self, record, user):
        return record.with_user(user).with_context(allowed_company_ids=self.company.ids)

    def mine(self, user=None, **values):
        """A lead that the rep has claimed."""
        lead = self.pool_lead(**values)
        self.as_user(lead, user or self.rep_user).pool_claim()
        return lead

    def recycle(self):
        return self.env["field.visit.pool"]._cron_recycle(commit=False)

    def kinds(self, lead):
        """What happened to the lead, oldest first."""
        return self.env["field.visit.pool.move"].search([("lead_id", "=", lead.id)], order="id").mapped("kind")

    def assertState(self, lead, state, user=None):
        self.assertEqual((lead.visit_pool_state, lead.user_id), (state, user or self.env["res.users"]))
