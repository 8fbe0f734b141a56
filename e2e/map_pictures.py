"""Pictures of the map's layers and tools, for docs/map.rst: part of ``make screenshots``."""

#: Middle of the demo city on a 1280 × 800 page, away from the panels.
MIDDLE = (640, 470)
#: Layers of what is no record of the view.
BESIDE = ("territories", "markets", "competitors", "positions")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


class MapAlbum:
    """Takes the pictures, one method each; ``shoot`` writes what the page shows."""

    def __init__(self, web, odoo, shoot):
        self.web, self.odoo, self.shoot = web, odoo, shoot
        self.page = web.page

    # ---- the map as it is ------------------------------------------------------------------------
    def colours(self):
        self._customers()
        self.page.locator("[data-look=color]").select_option("next_visit_date")
        self._settle()
        self.shoot("map-colours")
        self.page.locator("[data-look=color]").select_option("visit_grade")

    def popup(self):
        self._customers()
        self._search("Ekberg")
        self.page.wait_for_selector(".fvr-popup-actions [data-action=today], .fvr-popup-actions button + button")
        self.shoot("map-popup")

    def phone(self):
        self.page.set_viewport_size(PHONE)
        self._customers()
        self._search("Ekberg")
        self.page.wait_for_selector(".fvr-popup-actions button + button")
        self.shoot("map-phone")
        self.page.set_viewport_size(DESK)

    # ---- layers ----------------------------------------------------------------------------------
    def layers(self):
        self._customers()
        self._panel(True)
        for layer in BESIDE:
            self._switch(layer, True)
        self._settle()
        self.shoot("map-layers")
        self._panel(False)

    def heat(self):
        self._customers()
        self._panel(True)
        wanted = dict({layer: False for layer in BESIDE}, heat=True, pins=False, clusters=False)
        before = {layer: self._switch(layer, shown) for layer, shown in wanted.items()}
        self._settle()
        self.shoot("map-heat")
        for layer, shown in before.items():
            self._switch(layer, shown)
        self._panel(False)

    def _panel(self, shown):
        """Open or close the panel of layers: the map remembers how it was left."""
        opener = self.page.locator("[data-action=layers]")
        if (opener.get_attribute("aria-expanded") == "true") != shown:
            opener.click()

    def _switch(self, layer, shown):
        """Press the layer's switch when it stands otherwise, and return how it stood; a layer without content has none."""
        switch = self.page.locator(f"[data-switch={layer}]")
        before = switch.count() > 0 and switch.get_attribute("aria-checked") == "true"
        if switch.count() and before != shown:
            switch.click()
        return before

    # ---- tools -----------------------------------------------------------------------------------
    def search(self):
        self._customers()
        self.page.locator(".fvr-search input").fill("kahvila")
        self.page.wait_for_selector("[data-found]")
        self.shoot("map-search")

    def create(self):
        self._customers()
        self.page.locator("[data-tool=create]").click()
        self.page.mouse.click(*MIDDLE)
        self.page.wait_for_selector("[data-create=customer]")
        self.shoot("map-create")

    def select(self):
        self._customers()
        self.page.locator("[data-action=draw]").click()
        self.page.locator("[data-tool=circle]").click()
        self.page.mouse.move(*MIDDLE)
        self.page.mouse.down()
        self.page.mouse.move(MIDDLE[0] + 90, MIDDLE[1] + 90, steps=12)
        self.page.mouse.up()
        self.page.wait_for_selector(".fvr-map[data-chosen]:not([data-chosen='0'])")
        self.shoot("map-select")

    def route_edit(self):
        self.web.open("action_this_week")
        self.web.map()
        self.page.locator("[data-action=edit-routes]").click()
        self.page.wait_for_selector(".fvr-edit[data-busy=false] li[data-x]")
        self._settle()
        days = self.page.locator(".fvr-edit-days option").count()
        for number in range(1, days):  # behind "All days"; the first one on which two reps drive
            self.page.locator(".fvr-edit-days select").select_option(index=number)
            self._settle()
            if self.page.locator(".fvr-edit-route").count() > 1:
                break
        first, second = (self.page.locator(".fvr-edit-route").nth(number) for number in (0, 1))
        self._drag_stop(first.locator("li").nth(2), second.locator("li").nth(1))
        self.page.wait_for_selector(".fvr-edit[data-moves='1'][data-busy=false]")
        self._drag_stop(first.locator("li").nth(0), first.locator("li").nth(4), drop=False)
        self.shoot("map-route-edit")
        self.page.mouse.up()
        self.page.locator("[data-action=edit-discard]").click()

    def _drag_stop(self, stop, onto, drop=True):
        """Drag a stop of the editor's list over the map to where another one is drawn."""
        box = self.page.locator(".fvr-canvas").bounding_box()
        here, there = ([box[side] + int(item.get_attribute("data-" + side)) for side in ("x", "y")]
                       for item in (stop, onto))
        self.page.mouse.move(*here)
        self.page.mouse.down()
        self.page.mouse.move(*there, steps=8)
        if drop:
            self.page.mouse.up()

    def share(self):
        self._customers()
        self.page.locator("[data-action=share]").click()
        self.shoot("map-share")

    # ---- small steps -----------------------------------------------------------------------------
    def _customers(self):
        self.web.open("action_customers", view_type="field_visit_map")
        self.web.map()

    def _search(self, words):
        self.page.locator(".fvr-search input").fill(words)
        self.page.locator("[data-found]").first.click()

    def _settle(self):
        self.page.wait_for_timeout(900)  # pictures only: let the map come to rest

    def pictures(self):
        """Return the methods that take a picture."""
        return (self.colours, self.popup, self.phone, self.layers, self.heat, self.search,
                self.create, self.select, self.route_edit, self.share)
