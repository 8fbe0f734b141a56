odoo.define("field_visit_routing.MapView", function (require) {
    "use strict";

    const AbstractController = require("web.AbstractController");
    const AbstractModel = require("web.AbstractModel");
    const AbstractRenderer = require("web.AbstractRenderer");
    const AbstractView = require("web.AbstractView");
    const core = require("web.core");
    const viewRegistry = require("web.view_registry");
    const bundle = require("field_visit_routing.bundle");

    const _lt = core._lt;

    const MapModel = AbstractModel.extend({
        __get() {
            return this.answer;
        },

        __load(params) {
            this.modelName = params.modelName;
            this.view = params.mapView;
            this.domain = params.domain;
            this.context = params.context;
            return this._fetch();
        },

        __reload(handle, params) {
            this.domain = params.domain || this.domain;
            this.context = params.context || this.context;
            return this._fetch();
        },

        async _fetch() {
            const request = Object.assign({}, this.view, {
                model: this.modelName,
                domain: this.domain,
                user_context: this.context,
            });
            const [data, config] = await Promise.all([
                this._rpc({ route: "/field_visit_routing/map/data", params: request }),
                bundle.loadMap(),
            ]);
            const { modelName: model, domain, context } = this;
            this.answer = { data, config, model, domain, context };
        },
    });

    const MapRenderer = AbstractRenderer.extend({
        className: "o_field_visit_map_root",

        on_attach_callback() {
            this._super(...arguments);
            this._showMap();
        },

        async _renderView() {
            await this._super(...arguments);
            if (this.map) {
                this._showMap();
            }
        },

        /** The map needs its place on the page, so it is made when the view is attached. */
        _showMap() {
            if (!this.map) {
                this.map = this._createMap();
            }
            const data = this.state.data;
            this.map.setProps({ points: data, routes: data.routes });
        },

        _createMap() {
            const options = bundle.mapOptions(this.state.config);
            const map = window.FieldVisitMap.createOdooMap(this.el, options, this._host());
            map.on("missing", (event) => this.trigger_up("map_show_missing", event));
            return map;
        },

        /** What this web client does for the map. */
        _host() {
            return {
                model: this.state.model,
                domain: () => this.state.domain,
                context: () => this.state.context,
                call: this._call.bind(this),
                open: (id) => this.trigger_up("map_open_record", { id }),
                run: (action) =>
                    new Promise((resolve, reject) => {
                        this.do_action(action, { on_close: resolve }).catch(reject);
                    }),
                reload: () => new Promise((done) => this.trigger_up("reload", { onSuccess: done })),
                // this web client writes notifications as markup
                notify: (message, type) =>
                    this.displayNotification({ message: _.escape(message), type }),
            };
        },

        async _call(model, method, args, kwargs) {
            const context = this.state.context;
            try {
                return await this._rpc({ model, method, args, kwargs: { context, ...kwargs } });
            } catch (reason) {
                // the sentence is shown by the map, not in a dialog of its own
                if (reason && reason.event) {
                    reason.event.preventDefault();
                }
                const data = reason && reason.message && reason.message.data;
                throw new Error((data && data.message) || String((reason && reason.message) || reason));
            }
        },

        destroy() {
            if (this.map) {
                this.map.destroy();
            }
            this._super(...arguments);
        },
    });

    const MapController = AbstractController.extend({
        custom_events: Object.assign({}, AbstractController.prototype.custom_events, {
            map_open_record: "_onOpenRecord",
            map_show_missing: "_onShowMissing",
        }),

        _onOpenRecord(event) {
            event.stopPropagation();
            const id = event.data.id;
            if (this.actionViews.some((view) => view.type === "form")) {
                this.trigger_up("switch_view", { view_type: "form", res_id: id, mode: "readonly" });
                return;
            }
            this.do_action({
                type: "ir.actions.act_window",
                res_model: this.modelName,
                res_id: id,
                views: [[false, "form"]],
            });
        },

        _onShowMissing(event) {
            event.stopPropagation();
            const labels = this.model.get().config.labels;
            this.do_action({
                type: "ir.actions.act_window",
                name: labels.withoutPosition,
                res_model: this.modelName,
                domain: [["id", "in", event.data.ids]],
                views: [
                    [false, "list"],
                    [false, "form"],
                ],
            });
        },
    });

    const MapView = AbstractView.extend({
        display_name: _lt("Map"),
        icon: "fa-map-marker",
        viewType: "field_visit_map",
        multi_record: true,
        mobile_friendly: true,
        // points have no groups: grouping is left to the list
        searchMenuTypes: ["filter", "favorite"],
        config: Object.assign({}, AbstractView.prototype.config, {
            Controller: MapController,
            Model: MapModel,
            Renderer: MapRenderer,
        }),

        init() {
            this._super(...arguments);
            const attrs = this.arch.attrs;
            const fields = this.arch.children.filter((child) => child.tag === "field");
            this.loadParams.mapView = {
                lat: attrs.lat,
                lon: attrs.lon,
                color: attrs.color || "",
                route: attrs.route || "",
                order: attrs.order || "",
                fields: fields.map((field) => field.attrs.name),
            };
        },
    });

    viewRegistry.add("field_visit_map", MapView);

    return { MapController, MapModel, MapRenderer, MapView };
});
