"""A server and what is seen of it from outside, for kills.sh, five.sh and large.sh. Standard library alone; loopback only."""
import http.client
import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Server:
    """`./sluice serve` on a folder that goes away with it. Ends only what it has started, by its pid."""

    def __init__(self, definitions="bench/import/definitions"):
        self.work = tempfile.mkdtemp(prefix="sluice-bench-")
        self.data = os.path.join(self.work, "data")
        self.definitions = os.path.join(ROOT, definitions)
        self.port = 0
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *ignored):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if os.environ.get("KEEP"):
            print("kept", self.work)
        else:
            shutil.rmtree(self.work, ignore_errors=True)

    def start(self):
        with open(os.path.join(self.work, "log"), "ab") as log:
            self.process = subprocess.Popen(
                ["./sluice", "serve", "--data", self.data, "--definitions", self.definitions, "--port", str(self.port), "--no-auth"],
                cwd=ROOT, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.DEVNULL)
        ready = self.process.stdout.readline().decode()
        if not ready.startswith("ready http://127.0.0.1:"):
            raise SystemExit("the server did not start: see the log in " + self.work + (" (set KEEP=1)" if not os.environ.get("KEEP") else ""))
        self.port = int(ready.split(" ")[1].rsplit(":", 1)[1])

    def kill9(self):
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def memory(self):
        """Peak resident memory of the JVM so far, in MB."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))

    def call(self, method, path, body=None, headers=None, timeout=600):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body, headers or {}, encode_chunked=body is not None and not isinstance(body, (bytes, str)) and not hasattr(body, "read"))
            response = connection.getresponse()
            text = response.read()
            if response.status >= 300:
                raise RuntimeError(f"{method} {path}: {response.status} {text[:500]!r}")
            return json.loads(text)
        finally:
            connection.close()

    def upload(self, kind, file, tenant="default", timeout=3600):
        query = urllib.parse.urlencode({"type": kind, "tenant": tenant})
        with open(file, "rb") as body:
            headers = {"Content-Type": "text/csv", "Content-Length": str(os.path.getsize(file))}
            return self.call("POST", "/api/imports?" + query, body, headers, timeout)["id"]

    def show(self, one):
        return self.call("GET", "/api/imports/" + one)

    def show_patiently(self, one):
        """While the server may be away."""
        try:
            return self.show(one)
        except (OSError, http.client.HTTPException, RuntimeError):
            return None

    def sql(self, statement):
        """Rows as lists of text, straight from the database."""
        with open(os.path.join(self.data, "pg-run", "port")) as port, open(os.path.join(self.data, "keys", "postgres.password")) as password:
            env = dict(os.environ, PGHOST="127.0.0.1", PGPORT=port.read().strip(), PGUSER="sluice", PGDATABASE="sluice", PGPASSWORD=password.read().strip())
        out = subprocess.run(["psql", "-XAtqc", statement], env=env, check=True, capture_output=True, text=True).stdout
        return [line.split("|") for line in out.splitlines()]


def over(one):
    return one is not None and one.get("finishedAt") is not None


class Watcher(threading.Thread):
    """One import by server-sent events; comes back whenever the server does. `seen` holds (time, state)."""

    def __init__(self, server, one):
        super().__init__(daemon=True)
        self.server = server
        self.one = one
        self.seen = []
        self.closed = False
        self.start()

    def run(self):
        while not self.closed:
            connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
            try:
                connection.request("GET", "/api/live?topics=imports/" + self.one, headers={"Accept": "text/event-stream"})
                for line in connection.getresponse():
                    if line.startswith(b"data:"):
                        state = json.loads(line[5:]).get("data")
                        if isinstance(state, dict) and "progress" in state:
                            self.seen.append((time.monotonic(), state))
            except (OSError, http.client.HTTPException, ValueError):
                time.sleep(0.02)
            finally:
                connection.close()

    def finals(self):
        return sum(1 for _, state in list(self.seen) if over(state))


def rows_done(one):
    return one["progress"]["rowsDone"]


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


class Verdicts:
    """What was to be shown, and whether it was."""

    def __init__(self):
        self.failed = 0

    def hold(self, name, so, figure=""):
        self.failed += not so
        print(f"{'ok  ' if so else 'FAIL'} {name}{': ' + str(figure) if figure != '' else ''}", flush=True)

    def exit(self):
        raise SystemExit(1 if self.failed else 0)
