"""Run the service again and again: serving.py SETTINGS_JSON.

For each line of its input it lets a child serve, prints the child's id, and waits until that is
dead. What a child needs is loaded before, so that a start costs little.
"""

import os
import sys

import uvicorn.protocols.http.auto
import uvicorn.supervisors  # noqa: F401 (loaded for the children)

from xytour.service import app  # noqa: F401 (loaded for the children)
from xytour.service.server import serve
from xytour.service.settings import Settings


def main(settings):
    """Let children serve, one after the other, until the input ends."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            serve(Settings.model_validate_json(settings), port=0)
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.waitpid(child, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
