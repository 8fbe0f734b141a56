"""A city of two districts with a rep each, for the tests of assignment."""
from .. import compat
from .ground_case import GroundCase


class AssignCase(GroundCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.third_user = cls._user("third rep", "group_rep")
        cls.people = cls.rep_user | cls.other_rep_user | cls.third_user
        cls.team.member_ids = cls.people
        cls.runs = cls.env["field.visit.assignment"]
        cls.city = cls.area("City", team_id=cls.team.id)
        cls.harbour = cls.area("Harbour", parent_id=cls.city.id, user_id=cls.rep_user.id)
        cls.hill = cls.area("Hill", parent_id=cls.city.id, user_id=cls.other_rep_user.id)
        cls.nobody = cls.env["res.users"]

    @classmethod
    def area(cls, name, **values):
        return cls.env["field.visit.territory"].create(dict({"name": name, "company_id": cls.company.id}, **values))

    @classmethod
    def member(cls, area, **values):
        """A customer that has been in the area for long, with whom the values say."""
        values = dict({"company_id": cls.company.id}, **values)
        customer = cls.customer(**values)
        cls.quietly(customer, area)
        return customer

    @classmethod
    def quietly(cls, records, area):
        """Put records into the area without what follows from it."""
        cls.env.cr.execute('UPDATE "%s" SET territory_id = %%s, territory_manual = TRUE WHERE id = ANY(%%s)' % records._table, [
            area.id or None, records.ids])
        compat.invalidate(records)

    def moved(self, records, area, cause):
        """Put records into the area as membership does for this cause."""
        before = {record.id: record.territory_id.id or 0 for record in records}
        self.quietly(records, area)
        records._visit_territory_changed(before, cause)

    def open_runs(self, area=None):
        domain = [("state", "=", "proposed"), ("company_id", "=", self.company.id)]
        return self.runs.search(domain + [("territory_id", "=", area.id)] if area else domain)

    def note(self, record):
        return record.message_ids.sorted("id")[-1:].body or ""
