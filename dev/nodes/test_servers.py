"""Plans outlive servers, and servers of one database know of each other's plans."""
import os
import signal
import threading
import xmlrpc.client
from pathlib import Path

import pytest
from node import World, runs, wait_for


def pair(nodes):
    """A node in one process, and one that forks workers for its requests."""
    return nodes("plain", "north"), nodes("plain", "south", workers=2)


def submit(node, world, **changes):
    """Ask for a plan as a leader and wait until a first answer is found; return its id."""
    answer = node.call("bert", "field.visit.plan", "submit_plan", world.request(**changes))
    started = wait_for(lambda: found(node, answer["plan_id"]))
    return answer["plan_id"], started["job_pid"], Path(started["job_spool"])


def found(node, plan_id):
    """The plan's row once its process has found something."""
    row = node.plan(plan_id, "state", "job_pid", "job_spool")
    return row if row["job_spool"] and (Path(row["job_spool"]) / "best.json").exists() else None


def state(node, plan_id):
    return node.plan(plan_id, "state")["state"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_plan_survives_the_restart_of_its_server(nodes, number):
    """And is collected although nobody asks for it."""
    node = nodes("plain", "north")
    plan_id, pid, folder = submit(node, World.of(node), time_limit_s=5)
    node.stop(number)
    assert runs(pid)
    wait_for((folder / "result.json").exists)
    node.start()
    wait_for(lambda: state(node, plan_id) == "proposed")
    assert not folder.exists()
    assert node.call("bert", "field.visit.plan", "action_apply", [plan_id])


def test_a_plan_is_computed_on_while_the_server_restarts(nodes):
    node = nodes("plain", "north")
    plan_id, pid, _folder = submit(node, World.of(node), time_limit_s=10)
    node.stop()
    node.start()
    row = node.plan(plan_id, "job_pid", "job_attempts")
    assert (row["job_pid"] in (pid, 0), row["job_attempts"]) == (True, 1)
    wait_for(lambda: state(node, plan_id) == "proposed")


def test_cancel_reaches_a_plan_of_another_node(nodes):
    """The two share a database and nothing else."""
    north, south = pair(nodes)
    plan_id, pid, folder = submit(north, World.of(north))
    assert south.call("bert", "field.visit.plan", "job_cancel", [plan_id])
    wait_for(lambda: not runs(pid))
    status = wait_for(lambda: ended(south, plan_id))
    assert status["state"] == "proposed"
    assert "stopped early" in south.plan(plan_id, "warning")["warning"]
    assert not folder.exists()


def test_progress_of_another_node_is_seen(nodes):
    north, south = pair(nodes)
    plan_id, _pid, _folder = submit(north, World.of(north))
    seen = wait_for(lambda: south.call("bert", "field.visit.plan", "job_status", [plan_id])[0]["trend"])
    assert seen[0][1] > 0
    north.call("bert", "field.visit.plan", "job_cancel", [plan_id])
    wait_for(lambda: ended(south, plan_id))


def test_kill_9_of_the_solver_fails_the_plan_and_keeps_its_best(nodes):
    node = nodes("plain", "north")
    plan_id, pid, _folder = submit(node, World.of(node))
    children = Path("/proc/%d/task/%d/children" % (pid, pid)).read_text().split()
    os.kill(int(children[0]), signal.SIGKILL)
    wait_for(lambda: state(node, plan_id) == "failed")
    row = node.plan(plan_id, "failure", "can_apply")
    assert row["can_apply"] and "ended unexpectedly" in row["failure"]
    assert not runs(pid)
    assert node.call("bert", "field.visit.plan", "action_apply", [plan_id])


def ended(node, plan_id):
    status, = node.call("bert", "field.visit.plan", "job_status", [plan_id])
    return status if status["state"] not in ("queued", "running") else None


def at_once(*calls):
    """Do all calls at the same moment; return their answers, a fault's sentence among them."""
    barrier, answers = threading.Barrier(len(calls)), [None] * len(calls)

    def work(number, call):
        barrier.wait()
        try:
            answers[number] = call()
        except xmlrpc.client.Fault as fault:
            answers[number] = fault.faultString

    threads = [threading.Thread(target=work, args=item) for item in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_of_two_who_ask_at_the_same_moment_one_is_told_of_the_other(nodes):
    north, south = pair(nodes)
    world = World.of(north)
    for _round in range(5):
        request = world.request(time_limit_s=1)
        answers = at_once(
            lambda: north.call("admin", "field.visit.plan", "submit_plan", request),
            lambda: south.call("bert", "field.visit.plan", "submit_plan", request))
        plans = [answer for answer in answers if isinstance(answer, dict)]
        sentences = [answer for answer in answers if isinstance(answer, str)]
        assert (len(plans), len(sentences)) == (1, 1), answers
        assert plans[0]["name"] in sentences[0] and "Traceback" not in sentences[0]


def test_the_same_reference_at_the_same_moment_is_one_plan(nodes):
    north, south = pair(nodes)
    world = World.of(north)
    for number in range(5):
        request = world.request(time_limit_s=1, client_reference="together %d" % number)
        answers = at_once(*[
            lambda node=node: node.call("bert", "field.visit.plan", "submit_plan", request)
            for node in (north, south)])
        assert len({answer["plan_id"] for answer in answers}) == 1, answers
