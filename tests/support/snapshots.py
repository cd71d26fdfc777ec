"""Bodies kept as readable JSON beside their tests. With `SNAPSHOTS=write` they are written anew: read what changed."""

import json
import os
from pathlib import Path
from typing import Any


def matches(folder: Path, name: str, body: Any) -> bool:
    """Whether a body is the one kept under this name; the order of its keys counts."""
    path = folder / f"{name}.json"
    text = json.dumps(body, indent=2, ensure_ascii=False) + "\n"
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert path.read_text() == text
    return True
