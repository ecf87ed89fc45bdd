"""Servers in processes of their own: a real routing engine, and one that misbehaves."""

import contextlib
import json
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

MISBEHAVING = Path(__file__).with_name("misbehaving.py")


@contextlib.contextmanager
def osrm_like(*behaviour):
    """Run the OSRM-like server with a behaviour; yield its address."""
    process = subprocess.Popen(
        [sys.executable, MISBEHAVING, *behaviour], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        port = int(process.stdout.readline())
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@contextlib.contextmanager
def valhalla_over(extract, folder):
    """Build Valhalla's tiles from an extract and run its server; yield its address."""
    import valhalla

    programs = Path(valhalla.__file__).with_name("bin")
    tiles = folder / "tiles"
    tiles.mkdir()
    port = free_port()
    config = valhalla.get_config(tile_extract="", tile_dir=str(tiles), verbose=False)
    config["httpd"]["service"]["listen"] = f"tcp://127.0.0.1:{port}"
    for name in ("loopback", "interrupt"):
        config["httpd"]["service"][name] = f"ipc://{folder}/{name}"
    settings = folder / "valhalla.json"
    settings.write_text(json.dumps(config), encoding="utf-8")
    command = [programs / "valhalla_build_tiles", "-c", settings, extract]
    built = subprocess.run(command, check=False, capture_output=True, timeout=120, cwd=folder)
    assert built.returncode == 0, built.stderr
    with (folder / "valhalla.log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "valhalla_service", settings, "1"], stdout=log, stderr=log
        )
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/status", process)
        yield address
    finally:
        process.kill()
        process.wait()


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process):
    """Wait until a server answers."""
    for _ in range(200):
        assert process.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(url, timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(url)
