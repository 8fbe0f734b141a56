/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";
import { loadMap, mapOptions } from "./bundle";

/** The live map of the reps. */
export class FieldVisitLive extends Component {
    setup() {
        this.orm = useService("orm");
        this.bus = useService("bus_service");
        this.actionService = useService("action");
        this.notification = useService("notification");
        this.root = useRef("live");
        this.display = { controlPanel: {} };
        onWillStart(async () => {
            this.config = await loadMap(this.orm);
        });
        onMounted(() => {
            const { createLive } = window.FieldVisitMap;
            this.live = createLive(this.root.el, mapOptions(this.config), this.host());
        });
        onWillUnmount(() => this.live.destroy());
    }

    /** What this web client does for the live map. */
    host() {
        return {
            call: (...request) => this.call(...request),
            run: (action, closed) => this.actionService.doAction(action, { onClose: closed }),
            notify: (text, type) => this.notification.add(text, { type }),
            listen: (type, hear) => this.listen(type, hear),
        };
    }

    async call(model, method, args) {
        try {
            return await this.orm.silent.call(model, method, args);
        } catch (error) {
            throw new Error((error.data && error.data.message) || error.message);
        }
    }

    /** From 17.0 on one may subscribe to a type of message, 16.0 hands out all of them together. */
    listen(type, hear) {
        const { bus } = this;
        bus.start();
        if (bus.subscribe) {
            let on = true;
            const subscribed = (payload) => on && hear(payload);
            bus.subscribe(type, subscribed);
            // 17.0 knows no end of it
            return () => {
                on = false;
                if (bus.unsubscribe) {
                    bus.unsubscribe(type, subscribed);
                }
            };
        }
        const heard = ({ detail }) =>
            detail.filter((one) => one.type === type).forEach((one) => hear(one.payload));
        bus.addEventListener("notification", heard);
        return () => bus.removeEventListener("notification", heard);
    }
}
FieldVisitLive.template = "field_visit_routing.Live";
FieldVisitLive.components = { Layout };
FieldVisitLive.props = ["*"];

registry.category("actions").add("field_visit_live", FieldVisitLive);
