"""kills.sh: one import, and `kill -9` of its server at random progress; see bench/README.md."""
import random
import subprocess
import sys
import threading
import time

from outside import ROOT, Server, Verdicts, Watcher, over, rows_done

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
KILLS = int(sys.argv[2]) if len(sys.argv) > 2 else 20
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 20261121
CHUNK = 10_000
RESUME = 40
LIMIT = 60 + KILLS * 60 + ROWS // 5_000


def generated(work):
    """The file, and the codes of its planted mistakes by row."""
    with open(work + "/rows.csv", "w") as file:
        subprocess.run(
            [sys.executable, ROOT + "/bench/import/generate.py", str(ROWS), "1", str(SEED), "0", work + "/planted"],
            stdout=file, check=True)
    with open(work + "/planted") as planted:
        return {int(row): code for row, code in (line.split() for line in planted)}


class Held(threading.Thread):
    """How long what a killed server held stays its own."""

    def __init__(self, server, killed):
        super().__init__(daemon=True)
        self.server = server
        self.killed = killed
        self.seconds = 0.0
        owned = server.sql(f"select id, epoch from sluice.batch where state = 'leased' and owner = 'pid {server.dead}'")
        self.left = {(row[0], row[1]) for row in owned}
        self.count = len(self.left)
        self.start()

    def run(self):
        while self.left and time.monotonic() - self.killed < 3 * RESUME:
            try:
                ids = ",".join(f"'{batch}'" for batch, _ in self.left)
                now = self.server.sql(f"select id, epoch from sluice.batch where state = 'leased' and id in ({ids})")
                self.left &= {(row[0], row[1]) for row in now}
            except (subprocess.CalledProcessError, OSError):
                pass  # it is being killed again
            self.seconds = time.monotonic() - self.killed
            time.sleep(0.25)


def main():
    verdicts = Verdicts()
    dice = random.Random(SEED)
    with Server() as server:
        planted = generated(server.work)
        one = server.upload("load-plain", server.work + "/rows.csv")
        watcher = Watcher(server, one)
        deadline = time.monotonic() + LIMIT
        steps, held, kills, waits = [], [], 0, []
        for kill in range(KILLS):
            # At a progress of its own, so that a slow machine is killed where a fast one is.
            at = int(ROWS * 0.96 * (kill + dice.random()) / KILLS)
            state = None
            while not over(state) and (state is None or rows_done(state) < at):
                if time.monotonic() > deadline:
                    raise SystemExit(f"FAIL no progress towards {at}: {state}")
                state = server.show_patiently(one)
                if state is not None:
                    steps.append(rows_done(state))
            if over(state):
                break
            time.sleep(dice.random() * 0.05)
            server.dead = server.process.pid
            server.kill9()
            killed = time.monotonic()
            kills += 1
            server.start()
            started = time.monotonic() - killed
            held.append(Held(server, killed))
            state = server.show(one)
            kept = rows_done(state)
            steps.append(kept)
            while not over(state) and rows_done(state) <= kept:
                if time.monotonic() > deadline:
                    raise SystemExit(f"FAIL no progress after kill {kills}: {state}")
                time.sleep(0.01)
                state = server.show(one)
            waits.append(time.monotonic() - killed)
            steps.append(rows_done(state))
            print(f"kill {kills} at {kept:,} rows: ready again after {started:.1f} s, further after {waits[-1]:.1f} s, held {held[-1].count} chunks", flush=True)
        state = server.show(one)
        while not over(state):
            if time.monotonic() > deadline:
                raise SystemExit(f"FAIL not over: {state}")
            steps.append(rows_done(state))
            time.sleep(0.05)
            state = server.show(one)
        while not watcher.finals() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(3)  # in which a second one would come
        for each in held:
            each.join(RESUME)
        verify(server, one, state, planted, verdicts)
        verdicts.hold(f"{KILLS} kills before its end", kills == KILLS, kills)
        slowest = max(waits, default=0)
        verdicts.hold(f"went on within {RESUME} s of each kill", slowest < RESUME, f"at most {slowest:.1f} s")
        longest = max((each.seconds for each in held), default=0)
        stuck = sum(len(each.left) for each in held)
        verdicts.hold(f"what a killed server held was taken up within {RESUME} s", longest < RESUME and not stuck, f"at most {longest:.1f} s, {sum(each.count for each in held)} chunks")
        back = max((max(steps[:i], default=0) - step for i, step in enumerate(steps)), default=0)
        events = [rows_done(seen) for _, seen in watcher.seen]
        most = 0
        for step in events:
            back, most = max(back, most - step), max(most, step)
        verdicts.hold("progress never back by more than a chunk", back <= CHUNK, f"at most {back} rows, {len(events)} events")
        verdicts.hold("exactly one final event", watcher.finals() == 1, watcher.finals())
    verdicts.exit()


def verify(server, one, state, planted, verdicts):
    books = state["books"]
    bad = len(planted)
    verdicts.hold("ended with errors, balanced", state["status"] == "completed_with_errors" and state["balanced"], state["status"])
    expected = {"received": ROWS, "stored": ROWS - bad, "rejected": bad, "dead": 0}
    verdicts.hold("books", all(books[name] == count for name, count in expected.items()), books)
    found, cursor = {}, ""
    while cursor is not None:
        page = server.call("GET", f"/api/imports/{one}/errors?limit=500{cursor}")
        found.update({item["row"]: item["code"] for item in page["items"]})
        cursor = "&cursor=" + page["nextCursor"] if page["nextCursor"] else None
    wrong = {row: (planted.get(row), found.get(row)) for row in planted.keys() | found.keys() if planted.get(row) != found.get(row)}
    verdicts.hold("rejected are the planted rows, with their numbers and reasons", not wrong, f"{len(found)} of {bad}, wrong {dict(list(wrong.items())[:3])}")
    stored = [row[0] for row in server.sql('select "customerId" from public.load_plain')]
    wanted = {f"C{row - 1:09d}" for row in range(1, ROWS + 1) if row not in planted}
    lost, doubled, unexpected = len(wanted - set(stored)), len(stored) - len(set(stored)), len(set(stored) - wanted)
    verdicts.hold("lost = doubled = unexpected = 0", not (lost or doubled or unexpected), f"lost {lost} doubled {doubled} unexpected {unexpected}")
    audit = server.call("GET", "/api/books/audit")
    verdicts.hold("a recount agrees", audit["balanced"], audit)


main()
