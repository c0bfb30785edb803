"""The door: `python build.py [command]`; everything behind it is in lantern/."""

import sys

from lantern.cli.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
