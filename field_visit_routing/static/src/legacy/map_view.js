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

    /** The map asks for its records itself; here is what it asks for. */
    const MapModel = AbstractModel.extend({
        __get() {
            return this.search;
        },

        __load(params) {
            this.search = {
                model: params.modelName,
                arch: params.arch,
                key: params.key,
                domain: params.domain,
                groupBy: params.groupedBy || [],
                context: params.context,
            };
            return bundle.loadMap().then((config) => Object.assign(this.search, { config }));
        },

        __reload(handle, params) {
            Object.assign(this.search, {
                domain: params.domain || this.search.domain,
                groupBy: params.groupBy || this.search.groupBy,
                context: params.context || this.search.context,
            });
            return Promise.resolve();
        },
    });

    const MapRenderer = AbstractRenderer.extend({
        className: "o_field_visit_map_root",

        /** The map needs its place on the page, so it is made when the view is attached. */
        on_attach_callback() {
            this._super(...arguments);
            if (!this.map) {
                const options = bundle.mapOptions(this.state.config);
                this.map = window.FieldVisitMap.createOdooMap(this.el, options, this._host());
                this.map.load();
            }
        },

        async _renderView() {
            await this._super(...arguments);
            if (this.map) {
                await this.map.load();
            }
        },

        /** What this web client does for the map. */
        _host() {
            return {
                model: this.state.model,
                view: window.FieldVisitMap.parseArch(this.state.arch),
                key: this.state.key,
                domain: () => this.state.domain,
                groupBy: () => this.state.groupBy,
                context: () => this.state.context,
                call: this._call.bind(this),
                open: (id) => this.trigger_up("map_open_record", { id }),
                run: (action) =>
                    new Promise((resolve, reject) => {
                        this.do_action(action, { on_close: resolve }).catch(reject);
                    }),
                reload: () => this.map.load(),
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

        /** A favourite saved on the map keeps its colours. */
        getOwnedQueryParams() {
            const map = this.renderer.map;
            this._awaitFavourite();
            return { context: map ? map.favouriteContext() : {} };
        },

        /** Odoo draws the search bar before the favourite is saved: draw it again when it is. */
        _awaitFavourite() {
            const isFavourite = (filter) => filter.type === "favorite";
            const count = () => this.searchModel.get("filters", isFavourite).length;
            const before = count();
            const onResponse = () =>
                setTimeout(() => {
                    if (!this.isDestroyed() && count() > before) {
                        core.bus.off("rpc_response", this, onResponse);
                        this.updateControlPanel();
                    }
                });
            core.bus.on("rpc_response", this, onResponse);
        },
    });

    const MapView = AbstractView.extend({
        display_name: _lt("Map"),
        icon: "fa-map-marker",
        viewType: "field_visit_map",
        multi_record: true,
        mobile_friendly: true,
        config: Object.assign({}, AbstractView.prototype.config, {
            Controller: MapController,
            Model: MapModel,
            Renderer: MapRenderer,
        }),

        init(viewInfo) {
            this._super(...arguments);
            const key = [viewInfo.model || viewInfo.base_model, viewInfo.view_id].join();
            Object.assign(this.loadParams, { arch: viewInfo.arch, key });
        },
    });

    viewRegistry.add("field_visit_map", MapView);

    return { MapController, MapModel, MapRenderer, MapView };
});
