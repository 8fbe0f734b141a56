odoo.define("field_visit_routing.Live", function (require) {
    "use strict";

    const AbstractAction = require("web.AbstractAction");
    const core = require("web.core");
    const bundle = require("field_visit_routing.bundle");

    /** The live map of the reps. */
    const Live = AbstractAction.extend({
        hasControlPanel: true,

        async willStart() {
            const [config] = await Promise.all([bundle.loadMap(), this._super(...arguments)]);
            this.mapConfig = config;
        },

        /** The map needs its place on the page, so it is made when the action is attached. */
        on_attach_callback() {
            this._super(...arguments);
            if (!this.live) {
                const box = document.createElement("div");
                box.className = "o_field_visit_map_root";
                this.el.querySelector(".o_content").appendChild(box);
                const options = bundle.mapOptions(this.mapConfig);
                this.live = window.FieldVisitMap.createLive(box, options, this._host());
            }
        },

        destroy() {
            if (this.live) {
                this.live.destroy();
            }
            this._super(...arguments);
        },

        /** What this web client does for the live map. */
        _host() {
            return {
                call: this._call.bind(this),
                run: (action, closed) => this.do_action(action, { on_close: closed }),
                // this web client writes notifications as markup
                notify: (message, type) =>
                    this.displayNotification({ message: _.escape(message), type }),
                listen: this._listen.bind(this),
            };
        },

        async _call(model, method, args) {
            try {
                return await this._rpc({ model, method, args }, { shadow: true });
            } catch (reason) {
                // the sentence is shown by the map, not in a dialog of its own
                if (reason && reason.event) {
                    reason.event.preventDefault();
                }
                const data = reason && reason.message && reason.message.data;
                throw new Error((data && data.message) || String((reason && reason.message) || reason));
            }
        },

        /** 14.0 gives pairs of channel and message, 15.0 messages with a type and a payload. */
        _listen(type, hear) {
            const listener = {};
            this.call("bus_service", "onNotification", listener, (notifications) => {
                for (const one of notifications) {
                    const message = Array.isArray(one) ? one[1] : one;
                    if (message && message.type === type) {
                        hear(message.payload || message);
                    }
                }
            });
            this.call("bus_service", "startPolling");
            return () => this.call("bus_service", "off", "notification", listener);
        },
    });

    core.action_registry.add("field_visit_live", Live);

    return Live;
});
