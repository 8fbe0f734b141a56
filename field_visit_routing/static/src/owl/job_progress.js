/** @odoo-module **/

import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { Component, onMounted, onWillStart, onWillUnmount, useRef } from "@odoo/owl";
import { loadMap } from "./bundle";

/** Follows a job (params: model, res_id) and opens its record when it has ended. */
export class JobProgress extends Component {
    setup() {
        this.orm = useService("orm");
        this.actionService = useService("action");
        this.root = useRef("progress");
        const params = this.props.action.params || {};
        const context = this.props.action.context || {};
        this.jobModel = params.model || context.active_model;
        this.jobId = params.res_id || context.active_id;
        onWillStart(async () => {
            this.config = await loadMap(this.orm);
        });
        onMounted(() => this.follow());
        onWillUnmount(() => this.progress.destroy());
    }

    follow() {
        this.progress = window.FieldVisitMap.createJobProgress(this.root.el, {
            poll: async () => (await this.call("job_status"))[0],
            cancel: () => this.call("job_cancel"),
            done: () => this.openRecord(),
            labels: this.config.labels,
            lang: this.config.lang,
        });
    }

    call(method) {
        return this.orm.silent.call(this.jobModel, method, [[this.jobId]]);
    }

    openRecord() {
        const action = {
            type: "ir.actions.act_window",
            res_model: this.jobModel,
            res_id: this.jobId,
            views: [[false, "form"]],
        };
        this.actionService.doAction(action, { stackPosition: "replaceCurrentAction" });
    }
}
JobProgress.template = "field_visit_routing.JobProgress";
JobProgress.props = ["*"];

registry.category("actions").add("field_visit_job_progress", JobProgress);
