/** @odoo-module **/

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { SearchBar } from "@web/search/search_bar/search_bar";
import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    onWillUpdateProps,
    useRef,
} from "@odoo/owl";
import { loadMap, mapOptions } from "./bundle";

/** What the view's arch asks for. */
function parseArch(arch) {
    const value = (name) => arch.getAttribute(name) || "";
    const popup = Array.from(arch.children).filter((child) => child.tagName === "field");
    return {
        lat: value("lat"),
        lon: value("lon"),
        color: value("color"),
        route: value("route"),
        order: value("order"),
        fields: popup.map((child) => child.getAttribute("name")),
    };
}

/** Up to 16.0 views are handed their arch as text. */
function archElement(arch) {
    if (typeof arch !== "string") {
        return arch;
    }
    return new DOMParser().parseFromString(arch, "text/xml").documentElement;
}

export class FieldVisitMapController extends Component {
    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.notification = useService("notification");
        this.root = useRef("map");
        this.view = parseArch(archElement(this.props.arch));
        this.asked = 0;
        onWillStart(async () => {
            const answers = await Promise.all([this.fetch(this.props), loadMap(this.orm)]);
            [this.data, this.config] = answers;
        });
        onMounted(() => this.createMap());
        onWillUpdateProps((props) => this.update(props));
        onWillUnmount(() => this.map.destroy());
    }

    fetch(props) {
        const request = { ...this.view, domain: props.domain, context: props.context };
        return this.orm.call("field.visit.map", "get_map_data", [props.resModel], request);
    }

    createMap() {
        const options = mapOptions(this.config);
        this.map = window.FieldVisitMap.createOdooMap(this.root.el, options, this.host());
        this.map.on("missing", ({ ids }) => this.showMissing(ids));
        this.showData();
    }

    /** What this web client does for the map. */
    host() {
        return {
            model: this.props.resModel,
            domain: () => this.props.domain,
            context: () => this.props.context,
            call: (...request) => this.call(...request),
            open: (id) => this.openRecord(id),
            run: (action) =>
                new Promise((resolve, reject) => {
                    this.actionService.doAction(action, { onClose: resolve }).catch(reject);
                }),
            reload: () => this.update(this.props),
            notify: (text, type) => this.notification.add(text, { type }),
        };
    }

    async call(model, method, args, kwargs = {}) {
        try {
            return await this.orm.call(model, method, args, {
                context: this.props.context,
                ...kwargs,
            });
        } catch (error) {
            throw new Error((error.data && error.data.message) || error.message);
        }
    }

    /** A filter was changed: only the answer to the latest question is shown. */
    async update(props) {
        const asked = ++this.asked;
        const data = await this.fetch(props);
        if (asked === this.asked) {
            this.data = data;
            this.showData();
        }
    }

    showData() {
        if (this.map) {
            this.map.setProps({ points: this.data, routes: this.data.routes });
        }
    }

    openRecord(id) {
        this.props.selectRecord(id, { activeIds: this.data.ids });
    }

    showMissing(ids) {
        this.actionService.doAction({
            type: "ir.actions.act_window",
            name: this.config.labels.withoutPosition,
            res_model: this.props.resModel,
            domain: [["id", "in", ids]],
            views: [
                [false, "list"],
                [false, "form"],
            ],
        });
    }
}
FieldVisitMapController.template = "field_visit_routing.MapView";
FieldVisitMapController.components = { Layout, SearchBar };
FieldVisitMapController.props = ["*"];

registry.category("views").add("field_visit_map", {
    type: "field_visit_map",
    // 16.0 and 17.0 read these here, later series ask the server
    display_name: _t("Map"),
    icon: "fa fa-map-marker",
    multiRecord: true,
    isMobileFriendly: true,
    // points have no groups: grouping is left to the list
    searchMenuTypes: ["filter", "favorite"],
    Controller: FieldVisitMapController,
});
