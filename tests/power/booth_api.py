"""boothd's API, as those ask it who pull its plug."""

import contextlib
import http.client
import json
import socket
import threading

from logged_disk import wait_for

CUT_OFF = (OSError, ValueError, AttributeError, http.client.HTTPException)  # what a client sees of a cut
SESSION_IS_OVER = ("done", "cancelled", "interrupted")


class Api(http.client.HTTPConnection):
    """One connection to a Unix socket, or to a port of this computer that leads to one."""

    def __init__(self, place):
        super().__init__("localhost", timeout=60)
        self.place = place

    def connect(self):
        if isinstance(self.place, int):
            self.sock = socket.create_connection(("127.0.0.1", self.place), self.timeout)
            return
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self.place))

    def ask(self, method, target, body=None):
        text = None if body is None else json.dumps(body)
        self.request(method, target, text, {"Content-Type": "application/json"} if text else {})
        answer = self.getresponse()
        value = json.loads(answer.read())
        if answer.status >= 300:
            raise RuntimeError(f"{method} {target}: {value.get('title')} {value.get('detail', '')}")
        return value


class Client:
    """What guests and screens do. `api_place` says where the booth is."""

    api_place = None

    def api(self):
        return Api(self.api_place)

    def ask(self, method, target, body=None):
        return self.api().ask(method, target, body)

    def one_session(self):
        """@returns the id of the session, when its sheet was asked for"""
        wait_for(lambda: not self.ask("GET", "/v1/status").get("session"), 60, "the guests before", 0.05)
        session = self.ask("POST", "/v1/sessions", {})["id"]
        wait_for(lambda: self.ask("GET", f"/v1/sessions/{session}")["state"] in SESSION_IS_OVER, 60, "a session", 0.05)
        return session

    def feed(self, after):
        """Each fact behind number `after`, as a client hears it, until boothd ends; then an exception, or the end."""
        api = self.api()
        api.timeout = None
        api.request("GET", f"/v1/feed?after={after}")
        for line in api.getresponse():
            if line.startswith(b"data: "):
                yield json.loads(line[6:])

    def tell_facts(self, on_fact, after=0):
        """Calls `on_fact` with each fact from now on, until boothd ends."""

        def read():
            with contextlib.suppress(*CUT_OFF):
                for fact in self.feed(after):
                    on_fact(fact)

        threading.Thread(target=read, daemon=True).start()
