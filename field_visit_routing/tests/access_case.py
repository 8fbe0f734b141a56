"""An organisation with two teams, their areas and one customer and lead in each, as the tests of access need it."""
import xmlrpc.client

from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .. import compat
from .ground_case import GroundCase, GroundWorld

MODELS = ("res.partner", "crm.lead")
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model", "odoo.models",
         "odoo.addons.base.models.ir_access")


class AccessWorld(GroundWorld):
    """North: ``leader`` leads ``rep`` and ``other rep``.  West: ``west leader`` leads ``west rep``.

    Areas: Country (nobody) ▸ North (team North) ▸ Harbour (rep), Hill (other rep), Wood (nobody, so North's);
    Country ▸ West (team West) ▸ Coast (west rep); Island (dealer).
    """

    @classmethod
    def set_up_organisation(cls):
        cls.set_up_ground()
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

    @classmethod
    def set_up_members(cls):
        """One customer and one lead for each reason to see it; ``cls.records[model][name]``.

        harbour, hill, wood, coast, island: in that area, of its rep.  nobody: of nobody and nowhere.
        mine: in Coast, but of ``rep``.  theirs: of ``west rep`` and nowhere.
        """
        owners = {"harbour": cls.rep_user, "hill": cls.other_rep_user, "coast": cls.west_rep}
        places = {name: (getattr(cls, name).id, owners.get(name, cls.env["res.users"]).id)
                  for name in ("harbour", "hill", "wood", "coast", "island")}
        places.update(nobody=(False, False), mine=(cls.coast.id, cls.rep_user.id), theirs=(False, cls.west_rep.id))
        cls.records = {model: {name: cls.member(model, name, *place) for name, place in places.items()}
                       for model in MODELS}

    @classmethod
    def member(cls, model, label, territory_id, user_id, **values):
        """Create a customer or lead and put it where the test wants it, whatever assignment made of it."""
        values = dict({"name": "Member %s" % label, "company_id": cls.company.id}, **values)
        if model == "crm.lead":
            values.update(type="lead", team_id=False)
        record = cls.env[model].create(values)
        record.write({"territory_id": territory_id})
        owner = {"user_id": user_id, "team_id": False} if "team_id" in record else {"user_id": user_id}
        record.write(owner)
        record.flush() if hasattr(record, "flush") else record.flush_recordset()
        return record

    def reach(self, user):
        """Names of the areas in which a user may act, the test's own only."""
        found = self.env["field.visit.territory"].browse(user.visit_territory_ids())
        return set(found.filtered(lambda area: area.company_id == self.company).mapped("name"))

    def seen(self, user, model):
        """Names of the members that a user sees."""
        members = self.records[model]
        found = self.env[model].with_user(user).search([("id", "in", [record.id for record in members.values()])])
        return {name for name, record in members.items() if record.id in found.ids}


class AccessCase(AccessWorld, GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.set_up_organisation()

    @classmethod
    def set_up_ground(cls):
        if "company" not in cls.__dict__:
            super().set_up_ground()


class AccessByPrograms(AccessWorld, HttpCase):
    """The same organisation, called over XML-RPC as each kind of user."""

    def setUp(self):
        super().setUp()
        # up to 14.0 an HttpCase has its environment per test, not per class
        type(self).env = self.env
        self.set_up_organisation()
        self.set_up_members()
        self.env = type(self).env
        self.users = {
            "rep": self.rep_user, "other rep": self.other_rep_user, "leader": self.leader_user,
            "west rep": self.west_rep, "west leader": self.west_leader, "manager": self.manager_user,
            "admin": self.admin_user, "plain": self.plain_user}
        for user in self.users.values():
            user.password = "access-%s" % user.login
        for model in ("res.users", "res.company", "res.partner", "crm.lead", "crm.team", "field.visit.territory"):
            compat.flush(self.env[model])

    def call_as(self, kind, model, method, *arguments, **keywords):
        user = self.users[kind]
        try:
            return compat.xmlrpc_models(self).execute_kw(
                self.env.cr.dbname, user.id, "access-%s" % user.login, model, method, list(arguments), keywords)
        finally:
            for name in MODELS:
                compat.invalidate(self.env[name])

    def fault(self, kind, model, method, *arguments, **keywords):
        """Return the sentence with which a call is refused."""
        with mute_logger(*QUIET), self.assertRaises(xmlrpc.client.Fault, msg=(kind, model, method)) as caught:
            self.call_as(kind, model, method, *arguments, **keywords)
        self.assertNotIn("Traceback", caught.exception.faultString)
        return caught.exception.faultString
