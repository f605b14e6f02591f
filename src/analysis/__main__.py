"""`python -m analysis <step>`: what a rule of the workflow runs, and what a reviewer can run alone."""

import sys

from analysis.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
