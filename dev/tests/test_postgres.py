"""The embedded PostgreSQL, also below a folder that its unprivileged user may not enter."""
import os
import stat

import pytest
from fvr_dev import postgres
from fvr_dev.errors import DevError


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A throw-away cluster; pytest's folders are closed to other users, as a home is."""
    folder = tmp_path_factory.mktemp("data")
    if os.getuid() == 0:
        for above in [folder, *folder.parents][:3]:
            above.chmod(above.stat().st_mode | 0o011)
    made = postgres.EmbeddedCluster(folder / "postgres", durable=False)
    yield made
    made.remove()


@pytest.fixture(scope="module")
def server(cluster):
    return cluster.start()


def test_listens_on_loopback_only_and_asks_for_a_password(server):
    assert server.sql("show listen_addresses") == "127.0.0.1"
    assert server.sql("show unix_socket_directories") == ""
    stranger = postgres.Server(server.host, server.port, server.user, "wrong")
    with pytest.raises(DevError, match="password authentication failed"):
        stranger.sql("select 1")


def test_never_runs_as_root(cluster, server):
    assert (cluster.data / "PG_VERSION").stat().st_uid != 0
    assert stat.S_IMODE((cluster.folder / "password").stat().st_mode) == 0o600


def test_database_is_created_copied_dumped_and_restored(server, tmp_path):
    server.create("one")
    server.sql("create table kept (n int); insert into kept values (7)", "one")
    server.create("two", template="one")
    assert server.sql("select n from kept", "two") == "7"
    server.dump("one", tmp_path / "one.dump")
    server.create("three")
    server.restore("three", tmp_path / "one.dump")
    assert server.sql("select n from kept", "three") == "7"
    for name in ("one", "two", "three"):
        server.drop(name)
        assert not server.has(name)


def test_data_survive_a_restart(cluster, server):
    server.create("durable")
    cluster.stop()
    assert not cluster.is_running()
    again = cluster.start()
    assert again.has("durable")
    again.drop("durable")


def test_demo_is_durable():
    assert "fsync" not in postgres.EmbeddedCluster("x").settings
    assert postgres.EmbeddedCluster("x", durable=False).settings["fsync"] == "off"


def test_given_server_is_used():
    given = postgres.Server.from_environment({"PGHOST": "db", "PGUSER": "me", "PGPASSWORD": "secret"})
    assert (given.host, given.port, given.user, given.password) == ("db", "5432", "me", "secret")


def test_user_without_a_name_is_told_with_the_remedy():
    postgres._refuse_nameless_user(0)
    with pytest.raises(DevError, match="user number 987654, .*useradd --uid 987654"):
        postgres._refuse_nameless_user(987654)


def test_user_that_odoo_refuses_is_named_with_the_remedy():
    with pytest.raises(DevError, match="createuser"):
        postgres.Server.from_environment({"PGHOST": "db", "PGUSER": "postgres"})
