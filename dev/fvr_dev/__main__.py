"""Entry point: ``python -m fvr_dev run|test|build …``."""
import sys

from . import cli

if __name__ == "__main__":
    sys.exit(cli.main(sys.argv[1:]))
