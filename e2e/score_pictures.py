"""Pictures of scores, their rules and the what-if, for docs/scores*.rst: part of ``make screenshots``."""
from test_score_whatif import open_whatif, set_weight


class ScoreAlbum:
    """Takes the pictures, one method each; ``shoot`` writes what the page shows."""

    def __init__(self, web, odoo, shoot):
        self.web, self.odoo, self.shoot = web, odoo, shoot
        self.page = web.page

    def score_rules(self):
        self.web.open("action_score_rules")
        self.page.locator(".o_data_row").first.wait_for()
        self.shoot("score-rules")

    def score_rule_look(self):
        self.web.open("action_score_rules")
        self.page.locator(".o_data_row").first.locator("button[name=action_look]").click()
        self.page.locator(".o_field_visit_look svg").wait_for()
        self.shoot("score-rule-look")

    def score_whatif(self):
        self.page.set_viewport_size({"width": 1400, "height": 850})
        open_whatif(self.web)
        rules = self.odoo.read("field.visit.score.rule", [
            ("applies_to", "in", ["both", "res.partner"]), ("failure", "=", False), ("effect", "=", "add")],
            ["name", "weight"], order="weight desc", limit=2)
        set_weight(self.web, rules[0]["name"], round(rules[0]["weight"] / 3))
        set_weight(self.web, rules[1]["name"], round(rules[1]["weight"] * 2))
        self.page.locator("[data-mover]").first.wait_for()
        self.shoot("score-whatif")
        self.page.set_viewport_size({"width": 1280, "height": 800})

    def score_reasons(self):
        customer = self.odoo.search("res.partner", [("visit_grade", "=", "A"), ("visit_score_from", "=", "rules"),
                                                    ("is_company", "=", True)], limit=1)
        self.web.open_record("action_customers", "res.partner", customer[0])
        self.web.tab("Visits")
        self.page.locator(".o_field_visit_score").first.scroll_into_view_if_needed()
        self.shoot("score-reasons")

    def pictures(self):
        """Return the methods that take a picture."""
        return self.score_rules, self.score_rule_look, self.score_whatif, self.score_reasons
