"""Pictures of territories, their design and the lead pool, for docs/territories*.rst: part of ``make screenshots``."""


class TerritoryAlbum:
    """Takes the pictures, one method each; ``shoot`` writes what the page shows."""

    def __init__(self, web, odoo, shoot):
        self.web, self.odoo, self.shoot = web, odoo, shoot
        self.page = web.page

    def territory_map(self):
        self.web.open("action_territory_map")
        self.web.map()
        self.page.wait_for_timeout(2500)  # pictures only: outlines and labels come after the pins
        self.shoot("territory-map")

    def territory_list(self):
        self.web.open("action_territories", view_type="list")
        self.page.locator(".o_data_row").first.wait_for()
        self.shoot("territory-list")

    def territory_design(self):
        design = self.odoo.search("field.visit.territory.design", [], order="id", limit=1)
        self.web.open_record("action_territory_designs", "field.visit.territory.design", design[0])
        self.shoot("territory-design")

    def lead_pool(self):
        self.web.open("action_pool_waiting", view_type="kanban")
        self.page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.wait_for()
        self.shoot("lead-pool")

    def pictures(self):
        """Return the methods that take a picture."""
        return self.territory_map, self.territory_list, self.territory_design, self.lead_pool
