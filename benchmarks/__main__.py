"""The benchmarks by name: `job` and `computing` (both where none is named), `recovery` and `change`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))


def main(names: list[str]) -> int:
    """Run what is named; each writes its page, or its part of one."""
    from benchmarks import computing, measure, recovery, recovery_change

    known = {
        "job": measure.main,
        "computing": computing.main,
        "recovery": recovery.main,
        "change": recovery_change.main,
    }
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"There is no benchmark {unknown[0]}; name one of: {', '.join(known)}.", file=sys.stderr)
        return 2
    for name in names or ("job", "computing"):
        known[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
