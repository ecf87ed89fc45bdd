"""A server that answers like OSRM's table service, or as badly as it is told.

    misbehaving.py good            60 km/h along the great circle
    misbehaving.py null PLACE      no way from or to the PLACE-th of each question
    misbehaving.py hang            never answers
    misbehaving.py trickle         sends a byte now and then, and never ends
    misbehaving.py wrong-size | negative | text | not-json | error-500 | too-many | refuse
    misbehaving.py fail-first N    error 500 for the first N questions, then good
    misbehaving.py break-after N   good, but hangs up on two questions after the first N

It prints its port. GET /count tells how many questions came.
"""

import json
import math
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


class Handler(BaseHTTPRequestHandler):
    """Answers one question."""

    behaviour = "good"
    number = 0
    count = 0

    def do_GET(self):
        """Answer as told."""
        if self.path == "/count":
            self.send(200, json.dumps(Handler.count))
            return
        Handler.count += 1
        behaviour = self.behaviour
        if behaviour == "fail-first":
            behaviour = "error-500" if Handler.count <= self.number else "good"
        if behaviour == "break-after":
            behaviour = "hang-up" if self.number < Handler.count <= self.number + 2 else "good"
        if behaviour == "hang":
            time.sleep(600)
        elif behaviour == "hang-up":
            self.connection.close()
        elif behaviour == "trickle":
            self.trickle()
        elif behaviour == "error-500":
            self.send(500, '{"message": "out of memory"}')
        elif behaviour == "too-many":
            self.send(429, '{"message": "slow down"}')
        elif behaviour == "refuse":
            self.send(400, '{"code": "TooBig", "message": "Too many table coordinates"}')
        elif behaviour == "not-json":
            self.send(200, "<html>proxy login</html>")
        elif ";" not in self.path.partition("?")[0]:
            self.send(400, '{"code": "InvalidOptions", "message": "Two coordinates at least"}')
        else:
            self.send(200, json.dumps(self.table(behaviour)))

    def table(self, behaviour):
        """Return the table asked for."""
        url = urlsplit(self.path)
        points = [tuple(map(float, pair.split(","))) for pair in url.path.split("/")[-1].split(";")]
        query = parse_qs(url.query)
        rows, columns = ([int(k) for k in query[key][0].split(";")]
                         for key in ("sources", "destinations"))  # fmt: skip
        metres = [[round(distance(points[i], points[j]), 1) for j in columns] for i in rows]
        seconds = [[round(d / 60 * 3.6, 1) for d in row] for row in metres]
        if behaviour == "null":
            for i in rows:
                for j in columns:
                    if self.number in {i, j} and i != j:
                        metres[rows.index(i)][columns.index(j)] = None
                        seconds[rows.index(i)][columns.index(j)] = None
        if behaviour == "wrong-size":
            seconds.pop()
        if behaviour == "negative":
            seconds[0][-1] = -5
        if behaviour == "text":
            seconds[0][-1] = "soon"
        return {
            "code": "Ok",
            "durations": seconds,
            "distances": metres,
            "sources": [{"distance": 12.5, "location": points[i]} for i in rows],
        }

    def trickle(self):
        """Send a byte now and then."""
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while True:
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def send(self, status, text):
        """Send a text."""
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html" if text[0] == "<" else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


def distance(a, b):
    """Return the great-circle distance of two points (lon, lat), metres."""
    (x, y), (u, v) = [(math.radians(p[0]), math.radians(p[1])) for p in (a, b)]
    cosine = math.sin(y) * math.sin(v) + math.cos(y) * math.cos(v) * math.cos(u - x)
    return 6_371_008.8 * math.acos(min(1.0, cosine))


class Server(ThreadingHTTPServer):
    """Keeps broken connections to itself."""

    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing: clients that give up are what the tests are about."""


def main(behaviour, number="0"):
    """Serve until killed."""
    Handler.behaviour, Handler.number = behaviour, int(number)
    with Server(("127.0.0.1", 0), Handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
