"""What the engine refuses in a design, as sentences for people."""
from .. import compat


def refusal(env, params):
    """Return the sentence of the engine's error ``bad_design``."""
    _ = compat.translator(env)
    fault = params.get("fault")
    sentences = {
        "too_few_places": _("There are %(count)s different places for %(value)s areas. Choose fewer reps or more "
                            "customers; locked customers do not count."),
        "too_heavy_customer": _('"%(customer)s" alone is %(value)s %% of an average area, which no area may be. Lock '
                                "the customer to a rep with a larger share, take it out, or allow more deviation."),
        "too_heavy_place": _('The %(count)s customers at the place of "%(customer)s" are %(value)s %% of an average '
                             "area together and cannot be divided by an outline. Lock some of them to reps, or allow "
                             "more deviation."),
        "locked_too_much": _("What is locked to %(rep)s is %(value)s %% of that rep's fair area already. Remove some "
                             "locks, or give the rep a larger share."),
        "nothing_to_balance": _("The number to balance is 0 for these customers. Choose another number."),
        "number_of_customer": _('"%(customer)s" has the number %(value)s, which cannot be balanced. Correct it.'),
        "position_of_customer": _('"%(customer)s" has no position on earth. Locate the address again.'),
        "position_of_rep": _("The start of %(rep)s is no position on earth. Set it again."),
        "lock_without_rep": _('"%(customer)s" is locked to a rep who gets no area. Add the rep or remove the lock.'),
    }
    text = sentences.get(fault) or _("These areas cannot be designed (%(fault)s). Check what was asked.")
    return text % dict(_names(env, fault, params), fault=fault, count=params.get("count"), value=params.get("value"))


def _names(env, fault, params):
    """Names of the rep and the customer that an error is about; whoever designs has chosen them."""
    number = params.get("id") or 0
    return {"rep": env["field.visit.rep"].browse(number).exists().name or number,
            "customer": env["res.partner"].browse(number).exists().display_name or number}
