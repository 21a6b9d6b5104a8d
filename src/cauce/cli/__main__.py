"""``python -m cauce.cli``."""

import sys

from cauce.cli import main

sys.exit(main())
