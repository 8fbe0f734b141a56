/** @odoo-module **/

import { registry } from "@web/core/registry";

/** Opens the view that a link stands for; the address carries the link's token. */
async function openMapLink(env, action) {
    const token = (action.params && action.params.token) || "";
    const next = await env.services.orm.call("field.visit.map.link", "open_link", [token]);
    return env.services.action.doAction(next, { clearBreadcrumbs: true });
}

registry.category("actions").add("field_visit_map_link", openMapLink);
