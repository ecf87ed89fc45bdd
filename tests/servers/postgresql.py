"""A PostgreSQL server for as long as a test needs it."""

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path


def programs():
    """Return the folder of PostgreSQL's programs, None if it is not installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    found = shutil.which("pg_ctl") or (folders and folders[-1] / "pg_ctl")
    return Path(found).resolve().parent if found else None


@contextmanager
def postgresql():
    """Run a server, and yield the URL of its database."""
    folder = programs()
    # It refuses to run as root, and pytest's own folder is closed to others.
    options = {"user": "postgres"} if os.getuid() == 0 else {}

    def run(*command):
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=120, cwd="/", **options
        )
        assert done.returncode == 0, done.stdout + done.stderr

    with (
        tempfile.TemporaryDirectory(prefix="xytour-pg-", ignore_cleanup_errors=True) as home,
        socket.socket() as free,
    ):
        if options:
            shutil.chown(home, "postgres")
        data = Path(home) / "data"
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        run(folder / "initdb", "-D", data, "-A", "trust", "-U", "xytour", "--no-sync", "-E", "UTF8")
        settings = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c fsync=off"
        run(folder / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", settings, "start")
        try:
            yield f"postgresql://xytour@127.0.0.1:{port}/postgres"
        finally:
            run(folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
