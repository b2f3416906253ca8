"""What test modules share: the folder's plain modules (sample documents, readers) can be imported."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
