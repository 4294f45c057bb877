"""`python -m extractor.evaluation` is `extract-evaluate`."""

import sys

from extractor.evaluation.command import main

if __name__ == "__main__":
    sys.exit(main())
