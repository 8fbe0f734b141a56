"""``./run`` beside a running demo: what was changed meanwhile is shown, also when only the front end was."""
from unittest.mock import Mock, patch

from fvr_dev import demo


def started(is_current):
    """Start a demo that runs already; return its steps, ``is_current(steps)`` telling whether its database is."""
    steps = []
    instance = demo.Instance.__new__(demo.Instance)
    instance.database, instance.process, instance.installation, instance._conf = Mock(), Mock(), Mock(), Mock()
    instance.database.is_current.side_effect = lambda: is_current(steps)
    instance.process.launch.side_effect = lambda *_arguments: steps.append("launch")
    names = ("_load_company", "_configure", "_build_addon", "_secrets", "access")
    for name in names:
        setattr(instance, name, Mock())
    with patch.object(demo.frontend, "build", lambda: steps.append("bundle")), patch.object(demo, "configuration"), \
            patch.object(demo, "url_of"), patch.object(demo, "step"):
        instance.start()
    return steps


def test_a_changed_front_end_is_changed_code():
    assert started(lambda steps: "bundle" not in steps) == ["bundle", "launch"]


def test_what_is_current_goes_on_running():
    assert started(lambda steps: True) == ["bundle"]
