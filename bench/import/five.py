"""five.sh: five imports at once, and what others feel of them; see bench/README.md."""
import http.client
import subprocess
import sys
import threading
import time

from outside import ROOT, Server, Verdicts, Watcher, over, percentile, rows_done

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
KIND = sys.argv[2] if len(sys.argv) > 2 else "load-keyed"
STATUS_MILLIS, LIVE_MILLIS, SMALL_SECONDS = 50, 250, 3
BIG, SMALL = 5, 1_000
EVERY = 0.02


def generated(work, name, rows, seed, first):
    path = f"{work}/{name}.csv"
    with open(path, "w") as file:
        subprocess.run([sys.executable, ROOT + "/bench/import/generate.py", str(rows), "1", str(seed), str(first)], stdout=file, check=True)
    return path


class Poller(threading.Thread):
    """The status of one import, asked for every 20 ms on one connection, until it is over."""

    def __init__(self, server, one):
        super().__init__(daemon=True)
        self.server, self.one = server, one
        self.latencies, self.steps, self.state = [], [], None
        self.start()

    def run(self):
        import json

        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        while not over(self.state):
            asked = time.monotonic()
            connection.request("GET", "/api/imports/" + self.one)
            text = connection.getresponse().read()
            answered = time.monotonic()
            self.latencies.append(answered - asked)
            self.state = json.loads(text)
            if not self.steps or rows_done(self.state) > self.steps[-1][1]:
                self.steps.append((answered, rows_done(self.state)))
            time.sleep(max(0, EVERY - (time.monotonic() - asked)))
        connection.close()


def behind(poller, watcher):
    """For each step of progress that a poll saw: how long after it an event had shown as much."""
    lags = []
    for seen, rows in poller.steps:
        shown = next((at for at, state in watcher.seen if rows_done(state) >= rows), None)
        lags.append(float("inf") if shown is None else max(0.0, shown - seen))
    return lags


def main():
    sys.setswitchinterval(0.0005)  # or the threads here wait for each other, and it counts as the server's
    verdicts = Verdicts()
    with Server() as server:
        for tenant in ("big", "small"):
            server.call("POST", "/api/tenants", f'{{"id":"{tenant}"}}'.encode(), {"Content-Type": "application/json"})
        warm = generated(server.work, "warm", ROWS, 99, 90_000_000)
        files = [generated(server.work, f"big{i}", ROWS, i, (i + 1) * 1_000_000) for i in range(BIG)]
        smalls = [generated(server.work, f"small{i}", SMALL, 50 + i, 50_000_000 + i * SMALL) for i in range(5)]
        one = server.upload(KIND, warm)  # as a server that has been up for a while
        while not over(server.show(one)):
            time.sleep(0.1)
        pollers, watchers, threads = [], [], []

        def load(file):
            made = server.upload(KIND, file, "big")
            pollers.append(Poller(server, made))
            watchers.append(Watcher(server, made))

        begun = time.monotonic()
        for file in files:
            threads.append(threading.Thread(target=load, args=(file,)))
            threads[-1].start()
        waits = []
        for file in smalls:
            time.sleep(0.3)
            from_ = time.monotonic()
            made = server.upload(KIND, file, "small")
            while not over(state := server.show(made)):
                time.sleep(0.01)
            during = not pollers or any(poller.is_alive() for poller in pollers)
            waits.append((time.monotonic() - from_, during))
            verdicts.hold("a small import's books balance", state["balanced"] and state["books"]["received"] == SMALL, f"{waits[-1][0]:.2f} s{'' if during else ', after the others'}")
        for thread in threads:
            thread.join()
        for poller in pollers:
            poller.join()
        took = time.monotonic() - begun
        time.sleep(1)
        verdicts.hold("all five are balanced", all(poller.state["balanced"] and poller.state["books"]["received"] == ROWS for poller in pollers),
                      f"{BIG * ROWS / took:,.0f} rows/s together, uploads included; {took:.1f} s")
        latencies = [each * 1000 for poller in pollers for each in poller.latencies]
        verdicts.hold(f"status p99 under {STATUS_MILLIS} ms", percentile(latencies, 0.99) < STATUS_MILLIS,
                      f"p50 {percentile(latencies, 0.5):.1f}, p99 {percentile(latencies, 0.99):.1f}, max {max(latencies):.1f} ms of {len(latencies)}")
        lags = [each * 1000 for poller in pollers for watcher in watchers if watcher.one == poller.one for each in behind(poller, watcher)]
        verdicts.hold(f"live events under {LIVE_MILLIS} ms behind", max(lags) < LIVE_MILLIS,
                      f"p50 {percentile(lags, 0.5):.0f}, p99 {percentile(lags, 0.99):.0f}, max {max(lags):.0f} ms of {len(lags)} steps")
        inside = [seconds for seconds, during in waits if during]
        verdicts.hold(f"{SMALL} rows of another tenant meanwhile in under {SMALL_SECONDS} s", inside and max(inside) < SMALL_SECONDS,
                      f"{len(inside)} of them, {', '.join(f'{seconds:.2f}' for seconds in inside)} s")
        print(f"peak memory of the JVM {server.memory()} MB")
        verdicts.hold("a recount agrees", server.call("GET", "/api/books/audit")["balanced"])
    verdicts.exit()


main()
