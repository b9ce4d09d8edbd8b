"""The question bank of so many facts measured in a process of its own, whose memory is told."""

import json
import sys

from benchmarks.__main__ import prepared

if __name__ == "__main__":
    with prepared():
        from benchmarks.generating import figures

        print(json.dumps(figures(int(sys.argv[1]))))
