"""Makes this folder importable, so that the tests of all subfolders share its helpers."""

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "engine",
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("engine")
