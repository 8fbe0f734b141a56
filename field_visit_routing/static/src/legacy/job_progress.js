odoo.define("field_visit_routing.JobProgress", function (require) {
    "use strict";

    const AbstractAction = require("web.AbstractAction");
    const core = require("web.core");
    const bundle = require("field_visit_routing.bundle");

    /** Follows a job (params: model, res_id) and opens its record when it has ended. */
    const JobProgress = AbstractAction.extend({
        hasControlPanel: true,

        init(parent, action) {
            this._super(...arguments);
            const params = action.params || {};
            const context = action.context || {};
            this.jobModel = params.model || context.active_model;
            this.jobId = params.res_id || context.active_id;
        },

        async willStart() {
            const [config] = await Promise.all([bundle.loadMap(), this._super(...arguments)]);
            this.mapConfig = config;
        },

        async start() {
            await this._super(...arguments);
            const box = document.createElement("div");
            this.el.querySelector(".o_content").appendChild(box);
            this.progress = window.FieldVisitMap.createJobProgress(box, {
                poll: () => this._call("job_status").then((answers) => answers[0]),
                cancel: () => this._call("job_cancel"),
                done: () => this._openRecord(),
                labels: this.mapConfig.labels,
                lang: this.mapConfig.lang,
            });
        },

        destroy() {
            if (this.progress) {
                this.progress.destroy();
            }
            this._super(...arguments);
        },

        _call(method) {
            const request = { model: this.jobModel, method: method, args: [[this.jobId]] };
            return this._rpc(request, { shadow: true });
        },

        _openRecord() {
            const action = {
                type: "ir.actions.act_window",
                res_model: this.jobModel,
                res_id: this.jobId,
                views: [[false, "form"]],
            };
            return this.do_action(action, { replace_last_action: true });
        },
    });

    core.action_registry.add("field_visit_job_progress", JobProgress);

    return JobProgress;
});
