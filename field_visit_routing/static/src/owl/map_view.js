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

/** What 17.0 and later show beside the search bar; 16.0 has all of it in the control panel. */
function laterModule(path) {
    const modules = odoo.loader && odoo.loader.modules;
    return (modules && modules.get(path)) || {};
}

export class FieldVisitMapController extends Component {
    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.notification = useService("notification");
        this.root = useRef("map");
        const { useSearchBarToggler } = laterModule("@web/search/search_bar/search_bar_toggler");
        this.toggler = useSearchBarToggler ? useSearchBarToggler() : null;
        this.CogMenu = laterModule("@web/search/cog_menu/cog_menu").CogMenu;
        onWillStart(async () => {
            this.config = await loadMap(this.orm);
        });
        onMounted(() => this.createMap());
        onWillUpdateProps((props) => this.update(props));
        onWillUnmount(() => this.removeMap());
    }

    createMap() {
        const options = mapOptions(this.config);
        this.search = this.props;
        this.map = window.FieldVisitMap.createOdooMap(this.root.el, options, this.host());
        this.map.load();
        this.recorder = this.env.__getContext__;
        if (this.recorder) {
            // a favourite saved on the map keeps its colours
            this.recorder.add(this, () => this.map.favouriteContext());
        }
    }

    removeMap() {
        if (this.recorder) {
            this.recorder.remove(this);
        }
        this.map.destroy();
    }

    /** The search was changed; the props become the component's own only after this. */
    update(props) {
        this.search = props;
        return this.map.load();
    }

    /** What this web client does for the map. */
    host() {
        return {
            model: this.props.resModel,
            view: window.FieldVisitMap.parseArch(this.props.arch),
            key: [this.props.resModel, this.env.config.viewId].join(),
            domain: () => this.search.domain,
            groupBy: () => this.search.groupBy || [],
            context: () => this.search.context,
            call: (...request) => this.call(...request),
            open: (id, activeIds) => this.open(id, activeIds),
            run: (action) =>
                new Promise((resolve, reject) => {
                    this.actionService.doAction(action, { onClose: resolve }).catch(reject);
                }),
            reload: () => this.map.load(),
            notify: (text, type) => this.notification.add(text, { type }),
        };
    }

    open(id, activeIds) {
        if ((this.env.config.views || []).some((view) => view[1] === "form")) {
            return this.props.selectRecord(id, { activeIds });
        }
        return this.actionService.doAction({
            type: "ir.actions.act_window",
            res_model: this.props.resModel,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    async call(model, method, args, kwargs = {}) {
        try {
            return await this.orm.call(model, method, args, {
                context: this.search.context,
                ...kwargs,
            });
        } catch (error) {
            throw new Error((error.data && error.data.message) || error.message);
        }
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
    searchMenuTypes: ["filter", "groupBy", "favorite"],
    Controller: FieldVisitMapController,
});
