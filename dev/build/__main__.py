"""Makes ``python3 dev/build`` work: the folder is run, the package is imported."""
import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from build.cli import main  # noqa: E402  (the path above must come first)

if __name__ == "__main__":
    sys.exit(main())
