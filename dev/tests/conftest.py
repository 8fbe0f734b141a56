"""Lets tests import the packages of ``dev/``."""
import sys
from pathlib import Path

DEV = Path(__file__).resolve().parent.parent
if str(DEV) not in sys.path:
    sys.path.insert(0, str(DEV))
