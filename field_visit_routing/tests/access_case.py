"""An organisation with two teams, their areas and one customer and lead in each, as the tests of access need it."""
from .ground_case import GroundCase


class AccessCase(GroundCase):
    """North: ``leader`` leads ``rep`` and ``other rep``.  West: ``west leader`` leads ``west rep``.

    Areas: Country (nobody) ▸ North (team North) ▸ Harbour (rep), Hill (other rep), Wood (nobody, so North's);
    Country ▸ West (team West) ▸ Coast (west rep); Island (dealer).
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.west_leader = cls._user("west leader", "group_leader")
        cls.west_rep = cls._user("west rep", "group_rep")
        cls.west = cls.env["crm.team"].create({
            "name": "West Team", "company_id": cls.company.id, "user_id": cls.west_leader.id,
            "member_ids": [(6, 0, cls.west_rep.ids)]})
        cls.team.member_ids = cls.rep_user | cls.other_rep_user
        cls.dealer = cls.env["res.partner"].create({"name": "Dealer Ltd"})
        cls.country = cls.area("Country")
        cls.north = cls.area("North", cls.country, team_id=cls.team.id)
        cls.harbour = cls.area("Harbour", cls.north, user_id=cls.rep_user.id)
        cls.hill = cls.area("Hill", cls.north, user_id=cls.other_rep_user.id)
        cls.wood = cls.area("Wood", cls.north)
        cls.westland = cls.area("West", cls.country, team_id=cls.west.id)
        cls.coast = cls.area("Coast", cls.westland, user_id=cls.west_rep.id)
        cls.island = cls.area("Island", cls.country, dealer_id=cls.dealer.id)

    @classmethod
    def area(cls, name, parent=None, **values):
        return cls.env["field.visit.territory"].create(dict(
            {"name": name, "parent_id": parent.id if parent else False, "company_id": cls.company.id}, **values))

    def reach(self, user):
        """Names of the areas in which a user may act, the test's own only."""
        found = self.env["field.visit.territory"].browse(user.visit_territory_ids())
        return set(found.filtered(lambda area: area.company_id == self.company).mapped("name"))
