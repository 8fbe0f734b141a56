"""The database as it was at a moment, for as long as it is looked at.

Odoo's own predictive scoring and the rules look at today's data, and today's data tell how a lead ended. To compare
them fairly on a held-out period they are asked in a savepoint in which what came later is taken away; it is always
rolled back. What cannot be taken back is what nobody logged, such as a reminder that was paid meanwhile.
"""
import contextlib

from psycopg2 import sql

from .. import compat

#: What happened after the moment is undone in the tables of these models, where they are installed.
LATER = {
    "sale.order": ("UPDATE sale_order SET state = 'cancel' WHERE state IN ('sale', 'done') AND date_order > %(moment)s",),
    "account.move": ("UPDATE account_move SET state = 'cancel' WHERE state = 'posted' AND invoice_date > %(moment)s",),
    "field.visit": ("UPDATE field_visit SET state = 'cancelled' WHERE state = 'done' AND date > %(moment)s",),
    "mail.message": ("""UPDATE mail_message SET message_type = 'notification'
                         WHERE message_type IN ('email', 'comment') AND date > %(moment)s""",),
    "calendar.event": ("UPDATE calendar_event SET active = false WHERE active AND start > %(moment)s",),
    "crm.lead": (
        "UPDATE crm_lead SET active = false WHERE active AND create_date > %(moment)s AND NOT id = ANY(%(leads)s)",
        """UPDATE crm_lead SET stage_id = %(stage)s, active = true, probability = 50, date_closed = NULL
            WHERE id = ANY(%(leads)s) OR create_date <= %(moment)s AND date_closed > %(moment)s"""),
}


class _Over(Exception):
    """Raised to roll back."""


@contextlib.contextmanager
def past(env, moment, leads=()):
    """Within, the tables are as at ``moment`` (naive UTC), and the leads with these ids as they came in."""
    known = [model for model in LATER if model in env]
    for model in known:
        compat.flush(env[model])
    values = {"moment": moment, "leads": list(leads), "stage": first_stage(env).id}
    try:
        with env.cr.savepoint():
            for model in known:
                for statement in LATER[model]:
                    env.cr.execute(statement, values)
            _open_again(env, values)
            _forget(env, known)
            yield
            raise _Over
    except _Over:
        pass
    finally:
        _forget(env, known)


def _open_again(env, values):
    """Later series keep beside the stage whether a lead is won or lost."""
    if "won_status" in env["crm.lead"]._fields:
        env.cr.execute("""UPDATE crm_lead SET won_status = 'pending'
                           WHERE id = ANY(%(leads)s) OR create_date <= %(moment)s AND stage_id = %(stage)s""", values)


def _forget(env, models):
    for model in models:
        compat.invalidate(env[model])


def first_stage(env):
    """Return the stage in which leads of every team begin, as Odoo's scoring takes it."""
    stages = env["crm.stage"].sudo()  # what Odoo's own scoring does, which reads all of them
    team = "team_ids" if "team_ids" in stages._fields else "team_id"
    return stages.search([(team, "=", False)], order="sequence, id", limit=1) or stages.search(
        [], order="sequence, id", limit=1)


def forget_frequencies(env):
    """Empty the table that Odoo's predictive scoring counts in; only within ``past``."""
    frequencies = env["crm.lead.scoring.frequency"]
    compat.flush(frequencies)
    env.cr.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(frequencies._table)))
    compat.invalidate(frequencies)
