"""With OCA's job queue: one node hands out the jobs, another one computes them."""
import signal

from node import World, wait_for
from test_servers import ended, submit

CHANNELS = "root:2,root.field_visit_routing:2"


def two_nodes(nodes):
    """A node that computes, and one whose runner asks it to."""
    south = nodes("queue", "south", server_wide_modules="base,web,queue_job")
    north = nodes("queue", "north", server_wide_modules="base,web,queue_job", channels=CHANNELS,
                  queue_port=south.port)
    return north, south


def queue_job_of(node, model, record_id):
    """The queue's own record of a job that is done, if it is."""
    return node.call("admin", "queue.job", "search_read", [
        ("func_string", "like", "%s(%d,)" % (model, record_id)), ("state", "=", "done")], ["channel"])


def test_a_plan_asked_for_here_is_computed_there(nodes):
    north, south = two_nodes(nodes)
    answer = north.call("bert", "field.visit.plan", "submit_plan",
                        World.of(north).request(time_limit_s=2))
    assert answer["state"] == "queued"
    wait_for(lambda: north.plan(answer["plan_id"], "state")["state"] == "proposed")
    assert north.plan(answer["plan_id"], "job_node")["job_node"] == "queue-south"
    job, = wait_for(lambda: queue_job_of(north, "field.visit.plan", answer["plan_id"]))
    assert job["channel"] == "root.field_visit_routing"
    assert north.call("bert", "field.visit.plan", "action_apply", [answer["plan_id"]])


def test_addresses_are_located_there_as_well(nodes):
    north, _south = two_nodes(nodes)
    World.of(north)
    ids = north.call("admin", "res.partner", "create", [
        {"name": "Fresh %d" % n, "street": "Main street %d" % n, "city": "Turku", "zip": "20100"} for n in range(3)])
    job_id = north.call("admin", "field.visit.geocode.job", "submit", "res.partner", ids)
    wait_for(lambda: north.call("admin", "field.visit.geocode.job", "read", [job_id], ["job_state"])[0][
        "job_state"] == "done")
    row, = north.call("admin", "field.visit.geocode.job", "read", [job_id], ["job_node"])
    assert row["job_node"] == "queue-south"


def test_cancel_reaches_the_node_that_computes(nodes):
    north, south = two_nodes(nodes)
    plan_id, _pid, _folder = submit(north, World.of(north))
    assert north.plan(plan_id, "job_node")["job_node"] == "queue-south"
    north.call("bert", "field.visit.plan", "job_cancel", [plan_id])
    assert wait_for(lambda: ended(north, plan_id))["state"] == "proposed"
    assert "stopped early" in north.plan(plan_id, "warning")["warning"]
    assert south.log.exists()


def test_a_node_that_dies_under_a_plan_is_started_again_and_collects_it(nodes):
    north, south = two_nodes(nodes)
    plan_id, _pid, _folder = submit(north, World.of(north), time_limit_s=6)
    south.stop(signal.SIGKILL)
    south.start()
    wait_for(lambda: north.plan(plan_id, "state")["state"] == "proposed")
