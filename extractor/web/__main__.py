"""`python -m extractor.web`."""

import sys

from extractor.web.command import main

if __name__ == "__main__":
    sys.exit(main())
