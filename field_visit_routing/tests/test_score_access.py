"""Everything that scores are made of, over XML-RPC as each kind of user: who reads, and that nobody else does."""
from .. import compat
from .access_case import AccessByPrograms

EVERYBODY = {"rep", "leader", "manager"}
#: Model → who may read its rows; who may not is refused, whatever he asks for.
READERS = {
    "field.visit.score.rule": EVERYBODY, "field.visit.signal.rule": EVERYBODY, "field.visit.frequency": EVERYBODY,
    "field.visit.segment": EVERYBODY | {"plain"}, "field.visit.segment.move": EVERYBODY, "field.visit.agenda": EVERYBODY,
    "field.visit.alike": EVERYBODY, "field.visit.alike.line": EVERYBODY,
    "field.visit.score.run": {"leader", "manager"}, "field.visit.prediction": {"leader", "manager"},
    "field.visit.prediction.feature": {"leader", "manager"}, "field.visit.prediction.version": {"leader", "manager"},
    "field.visit.prediction.figure": {"leader", "manager"}, "field.visit.prediction.leaf": {"leader", "manager"},
    "field.visit.signal": {"manager"}, "field.visit.score.whatif": {"manager"}, "field.visit.score.whatif.line": {"manager"},
    "field.visit.score.rule.look": {"manager"},
}
#: Of these a reader is no writer.
MANAGED = ("field.visit.score.rule", "field.visit.signal.rule", "field.visit.frequency", "field.visit.prediction",
           "field.visit.prediction.version", "field.visit.prediction.figure", "field.visit.prediction.leaf",
           "field.visit.score.run", "field.visit.segment.move", "field.visit.signal")
#: Computed columns of customers and leads that are closed, or that only the server writes.
CLOSED = ("visit_score_parts",)


class TestScoreAccess(AccessByPrograms):
    def setUp(self):
        super().setUp()
        self.shop = self.records["res.partner"]["harbour"]
        self.rows = {
            "field.visit.score.rule": self.make("field.visit.score.rule", kind="field", field_name="color"),
            "field.visit.signal.rule": self.make(
                "field.visit.signal.rule", kind="filter", domain="[('id', '=', %d)]" % self.shop.id),
            "field.visit.frequency": self.env["field.visit.frequency"].create({"grade": "A", "company_id": self.company.id}),
            "field.visit.segment": self.make("field.visit.segment", partner_ids=[(6, 0, self.shop.ids)]),
            "field.visit.prediction": self.env["field.visit.prediction"].search([
                ("target", "=", "convert"), ("company_id", "=", self.company.id)]) or self.make("field.visit.prediction"),
            "field.visit.score.run": self.env["field.visit.score.run"].create({}),
        }
        self.rows["field.visit.prediction.version"] = self.env["field.visit.prediction.version"].create({
            "prediction_id": self.rows["field.visit.prediction"].id, "number": 1, "name": "Version", "state": "failed"})
        for model in ("figure", "leaf"):
            values = {"version_id": self.rows["field.visit.prediction.version"].id}
            values.update({"key": "blend"} if model == "figure" else {})
            self.rows["field.visit.prediction." + model] = self.env["field.visit.prediction." + model].create(values)
        self.rows["field.visit.signal"] = self.rows["field.visit.signal.rule"].signal_ids
        self.rows["field.visit.segment.move"] = self.env["field.visit.segment.move"].search(
            [("segment_id", "=", self.rows["field.visit.segment"].id)])
        for record in self.rows.values():
            compat.flush(record)

    def make(self, model, **values):
        return self.env[model].create(dict({"name": "Test", "company_id": self.company.id}, **values))

    def test_who_reads_what(self):
        for model, readers in READERS.items():
            for kind in ("plain", "rep", "leader", "manager"):
                if kind in readers:
                    self.assertIsInstance(self.call_as(kind, model, "search_read", []), list, (kind, model))
                else:
                    self.fault(kind, model, "search_read", [])
                    self.fault(kind, model, "search_count", [])

    def test_every_column_that_is_open_can_be_read(self):
        for model, record in self.rows.items():
            for kind in READERS[model]:
                self.assertTrue(record, model)
                row, = self.call_as(kind, model, "read", record[:1].ids)
                self.assertEqual(row["id"], record[0].id)

    def test_readers_are_no_writers(self):
        for model in MANAGED:
            record = self.rows[model][:1]
            for kind in ("plain", "rep", "leader"):
                self.fault(kind, model, "write", record.ids, {"display_name": "x", "create_uid": 1})
                self.fault(kind, model, "unlink", record.ids)
            self.assertTrue(record.exists())

    def test_a_rep_has_nothing_of_a_customer_whom_he_may_not_see(self):
        self.company.visit_access_mode = "forbid"
        theirs, own = self.records["res.partner"]["theirs"], self.records["res.partner"]["mine"]
        (theirs | own | self.shop).industry_id = self.env["res.partner.industry"].create({"name": "Cafes"})
        compat.flush(self.env["res.partner"])
        for method in ("get_score_reasons", "get_signals", "get_learned_reasons", "get_alike", "visit_score_refresh",
                       "visit_wanted_interval", "visit_score_release"):
            self.fault("rep", "res.partner", method, theirs.ids)
        self.fault("rep", "res.partner", "read", theirs.ids, ["visit_score_html", "visit_signal_text", "visit_score"])
        found = self.call_as("rep", "field.visit.alike.table", "find_alike", {
            "model": "res.partner", "ids": self.shop.ids, "among": "all"})
        found = [row["id"] for row in found["found"] if row["model"] == "res.partner"]
        self.assertIn(own.id, found)
        self.assertNotIn(theirs.id, found)
        self.fault("rep", "field.visit.alike.table", "find_alike", {"model": "res.partner", "ids": theirs.ids})

    def test_the_parts_of_a_score_are_closed(self):
        for kind in ("rep", "leader", "manager"):
            for name in CLOSED:
                self.fault(kind, "res.partner", "read", self.shop.ids, [name])

    def test_a_rep_starts_nothing_for_managers(self):
        rule = self.rows["field.visit.score.rule"]
        for model, method, arguments in (
                ("field.visit.score.whatif", "action_start", []), ("field.visit.score.rule", "action_look", [rule.ids]),
                ("field.visit.score.rule", "preview_weights", [{}]), ("field.visit.score.rule", "save_weights", [{}]),
                ("field.visit.score.run", "compute_scores", []),
                ("field.visit.signal.rule", "action_find", [self.rows["field.visit.signal.rule"].ids]),
                ("field.visit.prediction", "action_roll_back", [self.rows["field.visit.prediction"].ids]),
                ("field.visit.prediction", "action_predict", [self.rows["field.visit.prediction"].ids]),
                ("field.visit.prediction.version", "action_go_live", [self.rows["field.visit.prediction.version"].ids]),
                ("field.visit.prediction.version", "get_card", [self.rows["field.visit.prediction.version"].ids]),
                ("field.visit.prediction.leaf", "create_segment", [self.rows["field.visit.prediction.leaf"].ids])):
            self.fault("rep", model, method, *arguments)
