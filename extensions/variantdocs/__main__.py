"""``python -m variantdocs``."""

from __future__ import annotations

import sys

from variantdocs.cli import main

if __name__ == "__main__":
    sys.exit(main())
