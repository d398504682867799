"""large.sh: a file that is made while it is sent, far larger than the heap; see bench/README.md."""
import random
import sys
import time

from outside import Server, Verdicts, over, rows_done

BYTES = int(float(sys.argv[1]) * 1e9) if len(sys.argv) > 1 else 5_000_000_000
BLOCK = 5_000
LIMIT = 900 + BYTES // 1_000_000


class File:
    """Rows as generate.py makes them, but a block at a time with varying keys, which costs less than a row at a time."""

    def __init__(self):
        self.rows = 0
        self.bytes = 0
        self.bad = 0

    def __iter__(self):
        dice = random.Random(7)
        head = b"customerId,email,firstName,lastName,phone,country,signupDate,balance\n"
        self.bytes += len(head)
        yield head
        tails = [f"@mailbox{dice.randrange(1000):03d}.example.com,Firstname{dice.randrange(1000):03d},Lastname{dice.randrange(10**6):06d},"
                 f"+43 660 12{dice.randrange(10**5):05d},AT,2024-02-{'31' if i % 100 == 50 else '28'},{dice.randrange(10**6)}.25\n" for i in range(BLOCK)]
        while self.bytes < BYTES:
            first = self.rows
            block = "".join([f"C{first + i:09d},customer.{first + i:09d}{tail}" for i, tail in enumerate(tails)]).encode()
            self.rows += BLOCK
            self.bad += BLOCK // 100
            self.bytes += len(block)
            yield block


def main():
    verdicts = Verdicts()
    with Server() as server:
        file = File()
        begun = time.monotonic()
        one = server.call("POST", "/api/imports?type=load-plain&name=large.csv", iter(file), {"Content-Type": "text/csv", "Transfer-Encoding": "chunked"}, LIMIT)["id"]
        sent = time.monotonic()
        print(f"{file.bytes / 1e9:.2f} GB, {file.rows:,} rows, taken in {sent - begun:.0f} s, {file.bytes / (sent - begun) / 1e6:.0f} MB/s with its making; peak memory of the JVM {server.memory()} MB", flush=True)
        state, told = server.show(one), 0
        while not over(state):
            if time.monotonic() - sent > LIMIT:
                raise SystemExit(f"FAIL not over: {state}")
            if time.monotonic() - told > 30:
                told = time.monotonic()
                print(f"{rows_done(state):,} rows, {state['progress']['rowsPerSecond']} rows/s, ETA {state['progress']['etaSeconds']} s", flush=True)
            time.sleep(0.5)
            state = server.show(one)
        seconds = time.monotonic() - sent
        books = state["books"]
        verdicts.hold("books", books["received"] == file.rows and books["rejected"] == file.bad and books["stored"] == file.rows - file.bad and state["balanced"], books)
        verdicts.hold("the server lives, in -Xmx256m", server.process.poll() is None, f"peak memory of the JVM {server.memory()} MB")
        print(f"{file.rows / seconds:,.0f} rows/s from the upload's end to balanced books, {seconds:.0f} s")
    verdicts.exit()


main()
