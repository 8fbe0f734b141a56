"""Ids of candidates in the engine, and the records that they stand for.

``p12``, ``l12``
    a customer or lead
``v12``
    a visit that is planned already
``w3/2/2027-03-01``
    the way point 3 on that day of rep 2
``m7/2/15``
    the meeting 7 in the calendar of rep 2, at partner 15

``@2`` behind it is the second visit of the horizon, ``#2`` the second person of a visit that
several reps make together: ``p12@2#2``.
"""
import re

#: First letter of a customer's id, and the model it is of.
CUSTOMER_MODELS = {"p": "res.partner", "l": "crm.lead"}


def visit_key(visit):
    return "v%d" % visit.id


def customer_key(customer):
    return "%s%d" % ("p" if customer._name == "res.partner" else "l", customer.id)


def client_of(customer):
    """Name of who is visited: a lead of a customer is the same client as the customer."""
    partner = customer.partner_id if customer._name == "crm.lead" else customer
    return customer_key(partner or customer)


def repeated(key, number):
    """``key`` of the visit ``number`` (from 1) of the horizon."""
    return key if number == 1 else "%s@%d" % (key, number)


def accompanied(key, person):
    """``key`` of the person ``person`` (from 1) of a visit of several."""
    return key if person == 1 else "%s#%d" % (key, person)


def number_of(key):
    """The record's id within a key."""
    return int(re.match(r"[a-z](\d+)", key).group(1))


def repeat_of(key):
    """Which visit of the horizon it is, from 1."""
    found = re.search(r"@(\d+)", key)
    return int(found.group(1)) if found else 1


def call_of(key):
    """The key without its person: the same for all who make a visit together."""
    return key.partition("#")[0]


def is_place(key):
    """Whether it is a way point or a meeting, no customer."""
    return key[0] in "wm"


def records_of(env, keys):
    """``{candidate id: (customer, lead or place, visit)}`` of candidate ids.

    A record that was deleted meanwhile is empty. The records of one kind share their cache,
    so that reading them all takes a query each and not one per record.
    """
    visits = _existing(env["field.visit"], "v", keys)
    waypoints = _existing(env["field.visit.waypoint"], "w", keys)
    known = {**_existing(env["res.partner"], "p", keys), **_existing(env["crm.lead"], "l", keys)}
    hosts = {key: env["res.partner"].browse(int(key.split("/")[2])) for key in keys if key[0] == "m"}
    result = {}
    for key in keys:
        visit = visits.get(key, env["field.visit"])
        if key[0] == "v":
            customer = visit._customer() if visit else env["res.partner"]
        elif key[0] == "w":
            customer = waypoints[key].partner_id if key in waypoints else env["res.partner"]
        elif key[0] == "m":
            customer = hosts[key].exists()
        else:
            customer = known.get(key, env[CUSTOMER_MODELS[key[0]]])
        result[key] = (customer, visit)
    return result


def _existing(model, letter, keys):
    """``{candidate id: record}`` of the ids that begin with ``letter``."""
    numbers = {key: number_of(key) for key in keys if key[0] == letter}
    there = {record.id: record for record in model.browse(set(numbers.values())).exists()}
    return {key: there[number] for key, number in numbers.items() if number in there}
