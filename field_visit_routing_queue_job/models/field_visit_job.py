"""Jobs of the addon on the channels of OCA's job queue: the node that takes one computes it."""
import logging
import time
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.addons.field_visit_routing.models import job_process
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.modules.registry import Registry
from odoo.tools import config

_logger = logging.getLogger(__name__)

CHANNEL = "root.field_visit_routing"
#: How often the waiting request looks at the job.
LOOK_S = 0.5
#: A request of Odoo has to end: the job goes back into the queue and is taken up again, while its
#: process goes on.  At most so long, and no more than half of what the server allows a request.
STAY_S = 600
#: A node without a free processor leaves the job to another one for so long.
BUSY_S = 5
#: A job that nobody takes for so long is started as without a queue: no runner is at work.
RUNNER_S = 120


class FieldVisitJobMixin(models.AbstractModel):
    _inherit = "field.visit.job.mixin"

    # ---- into the queue ------------------------------------------------------------------
    def _job_enqueue(self):
        """Put the job into the queue; nothing happens when it is waiting there already."""
        for job in self:
            # The process writes fields that are closed to users; who may ask was checked before.
            job.with_user(SUPERUSER_ID).with_delay(
                channel=CHANNEL, description=job.display_name, max_retries=0,
                identity_key=job._job_identity())._job_run_in_queue()

    def _job_identity(self):
        return "%s,%d,%s" % (
            self._name, self.id, fields.Datetime.to_string(self.job_submitted_at))

    def _job_requeue(self):
        self._job_enqueue()

    def _job_start_queued(self):
        """Leave what waits to the queue, unless nobody works there."""
        late = fields.Datetime.now() - timedelta(seconds=RUNNER_S)
        waiting = self.search([("job_state", "=", "queued"), ("job_submitted_at", "<", late)])
        if not waiting or self._job_queue_works():
            return
        _logger.warning("%s jobs of %s wait in the channel %s and no runner takes them: they are "
                        "started without it. Load queue_job with the server "
                        "(server_wide_modules).", len(waiting), self._name, CHANNEL)
        super()._job_start_queued()

    @api.model
    def _job_queue_works(self):
        """Whether something in the channel was taken by a runner."""
        # The queue is closed to users; only whether it works is used.
        return bool(self.env["queue.job"].sudo().search_count([
            ("channel", "=", CHANNEL), ("state", "in", ("enqueued", "started"))]))

    # ---- out of the queue ----------------------------------------------------------------
    def _job_run_in_queue(self):
        """Compute this job here, or wait for the node that does; called by the queue.

        The process is one of its own, as without a queue: a crash costs no worker, and the plan
        survives a restart of the server.  The queue's own transaction touches no record of
        ours, so that each step is committed by itself.

        :return: a word for the queue on how it ended
        :raises RetryableJobError: to be called again, when no processor of this node is free or
            the time that a request may take is over
        """
        self.ensure_one()
        end = time.monotonic() + self._job_stay_s()
        while True:
            state = self._job_step_in_queue()
            if state not in ("queued", "running"):
                return state
            if state == "queued":
                raise RetryableJobError("no processor is free here", BUSY_S, ignore_retry=True)
            if time.monotonic() >= end:
                raise RetryableJobError("still computed", 1, ignore_retry=True)
            time.sleep(LOOK_S)

    @api.model
    def _job_stay_s(self):
        return min(STAY_S, (config["limit_time_real"] or 2 * STAY_S) / 2)

    def _job_step_in_queue(self):
        """Move this job on in a transaction of its own; return its state."""
        with Registry(self.env.cr.dbname).cursor() as cr:
            job = self.with_env(self.env(cr=cr, user=SUPERUSER_ID)).exists()
            if not job:
                return "deleted"
            if job.job_state == "queued" and job_process.has_free_slot() and job._job_lock():
                if job.job_state == "queued":
                    job._job_start()
            elif job.job_state == "running":
                job._job_watch()
            return job.job_state
