#!/usr/bin/env bash
# Queued landing: orders are taken in while the queue is paused, then it is resumed and lands them all.
# Only 127.0.0.1 is loaded, for a bounded time.
# Usage: bench/feed/queued.sh [ROUNDS=3] [SECONDS=5] [SENDERS=8]
source "$(dirname "${BASH_SOURCE[0]}")/../server.sh"
rounds=${1:-3}
seconds=${2:-5}
senders=${3:-8}

landing=queued serve
BENCH_JAVA=-XX:TieredStopAtLevel=1
api() { curl -sS --fail "$@"; }
switch() { api -X POST "http://127.0.0.1:$port/api/queues/feed/$1" > /dev/null; }
in_flight() { api "http://127.0.0.1:$port/api/books" | sed 's/.*"total":{[^}]*"inFlight":\([0-9]*\).*/\1/'; }
waiting() { api "http://127.0.0.1:$port/api/queues" | sed 's/.*"queue":"feed","depth":\([0-9]*\).*/\1/'; }
drained() { until [ "$(in_flight)" = 0 ]; do sleep 0.05; done; }
bench feed.LoadGenerator "$port" "$senders" 10 0 1 warm-up > /dev/null
drained
for round in $(seq "$rounds"); do
  switch pause
  printf 'taken in       '
  bench feed.LoadGenerator "$port" "$senders" "$seconds" 0 1 "q$round"
  orders=$(in_flight)
  batches=$(waiting)
  begin=$(date +%s%N)
  switch resume
  drained
  end=$(date +%s%N)
  awk -v orders="$orders" -v batches="$batches" -v nanos=$((end - begin)) 'BEGIN {
    s = nanos / 1e9
    printf "landed         %d orders in %d batches, %.1f s: orders/s %d, batches/s %d\n", orders, batches, s, orders / s, batches / s }'
done
