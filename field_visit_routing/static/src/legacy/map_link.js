odoo.define("field_visit_routing.map_link", function (require) {
    "use strict";

    const AbstractAction = require("web.AbstractAction");
    const core = require("web.core");

    /** Opens the view that a link stands for; the address carries the link's token. */
    const MapLink = AbstractAction.extend({
        init(parent, action) {
            this._super(...arguments);
            const params = action.params || {};
            this.token = params.token || "";
        },

        async start() {
            await this._super(...arguments);
            const action = await this._rpc({
                model: "field.visit.map.link",
                method: "open_link",
                args: [this.token],
            });
            this.do_action(action, { clear_breadcrumbs: true });
        },
    });

    core.action_registry.add("field_visit_map_link", MapLink);

    return MapLink;
});
