"""The door of an installed Lantern: the command `lantern`, and `python -m lantern`. In a checkout build.py is the door."""

import sys

from lantern.cli.main import main


def run() -> int:
    """Runs the words of the command line; returns the exit code, as `python build.py` gives it."""
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(run())
