"""A trained model: it predicts, explains, and is kept as signed bytes."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import pickle
import struct
import zlib
from dataclasses import dataclass
from typing import Any, Dict, List, Optional

import numpy as np
import scipy
import sklearn

from ...errors import EngineError
from .ensemble import Ensemble
from .explaining import Contribution, explain
from .splitting import Split
from .table import Floats, Ints, Table
from .tree import ExplainedTree

FORMAT = 1
#: Names of the package that holds this one: in Odoo and in tests, and in the process of a job.
ENGINES = ("engine", "field_visit_engine")
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True)
class HeldOut:
    """What the figures were taken from: ``rows`` by their number, the ``target`` there and the ``probabilities``."""

    rows: Ints
    target: Ints
    probabilities: Floats


@dataclass(frozen=True)
class Trained:
    """What :func:`..training.train` hands back.

    Attributes
    ----------
    card
        What was learned from, how it was tested and how good it is; only what JSON knows.
    held_out
        Rows kept for the test; None after :func:`loads`.
    """

    card: Dict[str, Any]
    ensemble: Ensemble
    tree: ExplainedTree
    typical: Table
    seed: int
    held_out: Optional[HeldOut] = None
    split: Optional[Split] = None

    def predict(self, table: Table) -> Floats:
        """Return the probability of a positive per row; columns that are not there count as unknown."""
        if not len(table):
            return np.zeros(0)
        return self.ensemble.probabilities(table)

    def explain(self, table: Table) -> List[List[Contribution]]:
        """Return, per row, what each column adds in percentage points above the average, the strongest first."""
        rows = [table.take(np.array([at])) for at in range(len(table))]
        return [explain(self.ensemble.probabilities, self.typical, row, self.seed) for row in rows]

    @property
    def average(self) -> float:
        """The probability that contributions count from: the mean of typical rows, 0 to 1."""
        return float(self.ensemble.probabilities(self.typical).mean())

    def dumps(self, signature_key: bytes) -> bytes:
        """Return the model as bytes, signed by ``signature_key``."""
        parts = (self.card, self.ensemble, self.tree, self.typical, self.seed)
        body = _header() + zlib.compress(pickle.dumps(parts, protocol=4))
        return hmac.new(signature_key, body, hashlib.sha256).digest() + body


def loads(content: bytes, signature_key: bytes) -> Trained:
    """Return a model from its bytes; nothing is unpacked before the signature and the libraries were checked.

    Raises
    ------
    EngineError
        ``model_signature`` when the bytes are not those that were signed with this key; ``model_version`` when
        they were written by other versions of the libraries (``written``, ``present``).
    """
    signature, body = content[:32], content[32:]
    if not hmac.compare_digest(signature, hmac.new(signature_key, body, hashlib.sha256).digest()):
        raise EngineError("model_signature")
    (length,) = _LENGTH.unpack_from(body)
    written = json.loads(body[_LENGTH.size:_LENGTH.size + length].decode("ascii"))
    if written != _versions():
        raise EngineError("model_version", {"written": _told(written), "present": _told(_versions())})
    parts = _Unpickler(io.BytesIO(zlib.decompress(body[_LENGTH.size + length:]))).load()
    return Trained(*parts)


class _Unpickler(pickle.Unpickler):
    """Finds the classes of this package here, under whatever name the package had where the model was trained.

    A job's process knows the engine by another name than Odoo does.
    """

    def find_class(self, module: str, name: str) -> Any:
        before, own, within = module.partition(".scoring.learning")
        if own and before.rpartition(".")[2] in ENGINES:
            module = str(__package__) + within
        return super().find_class(module, name)


def _versions() -> Dict[str, Any]:
    """What a model's bytes depend on: minor versions change how they are read, patches do not."""
    libraries = (("scikit-learn", sklearn), ("numpy", np), ("scipy", scipy))
    found: Dict[str, Any] = {name: ".".join(module.__version__.split(".")[:2]) for name, module in libraries}
    return dict(found, format=FORMAT)


def _header() -> bytes:
    text = json.dumps(_versions(), sort_keys=True).encode("ascii")
    return _LENGTH.pack(len(text)) + text


def _told(versions: Dict[str, Any]) -> str:
    return ", ".join("%s %s" % item for item in sorted(versions.items()))
