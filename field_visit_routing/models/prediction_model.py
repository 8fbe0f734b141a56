"""Trained models in memory: read once by each server process, as long as they are used."""
import base64
import functools

from ..engine.scoring.learning import loads

#: So many models stay in memory.
KEEP = 4


def loaded(version):
    """Return the trained model of a version; its signature is checked before anything of it is read.

    :raises EngineError: ``model_signature`` or ``model_version``
    """
    # forms ask for the size of files only, here the content is needed, as it was written last
    context = {name: value for name, value in version.env.context.items() if not name.startswith("bin_size")}
    stored = version.sudo().with_context(context)  # the model itself is shown to nobody
    content = base64.b64decode(stored.artifact or b"")
    return _loaded(content, stored._visit_key())


@functools.lru_cache(maxsize=KEEP)
def _loaded(content, key):
    return loads(content, key)
