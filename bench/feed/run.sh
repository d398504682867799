#!/usr/bin/env bash
# Orders over HTTP against pgbench's single-row inserts, by turns, on one PostgreSQL and the same cores.
# Needs Debian's pgbench and psql (package postgresql); only 127.0.0.1 is loaded, for a bounded time.
# Usage: bench/feed/run.sh [ROUNDS=3] [SECONDS=10]
source "$(dirname "${BASH_SOURCE[0]}")/../server.sh"
rounds=${1:-3}
seconds=${2:-10}
here=$root/bench/feed

serve
postgres
export PGDATABASE=peer
psql -q -d postgres -c 'create database peer'
psql -q -f "$here/peer.sql"

BENCH_JAVA=-XX:TieredStopAtLevel=1
load() { bench feed.LoadGenerator "$port" "$@"; }
# Of all processor time so far, and of it what the machine's host gave to others.
ticks() { awk '$1 == "cpu" { for (i = 2; i <= 9; i++) all += $i; print all, $9 }' /proc/stat; }
load 64 20 0 1 warm-up > /dev/null
load 16 10 0 100 warm-up-b > /dev/null
for round in $(seq "$rounds"); do
  echo "round $round, load average $(cut -d' ' -f1 /proc/loadavg)"
  printf 'pgbench        orders/s '
  pgbench -n -M prepared -c 32 -j 2 -T "$seconds" -f "$here/insert.sql" 2> /dev/null | sed -n 's/^tps = \([0-9]*\).*/\1/p'
  printf 'single, closed '
  load 64 "$seconds" 0 1 "s$round" | tee "$work/single"
  rate=$(sed 's/.*requests\/s \([0-9]*\).*/\1/' "$work/single")
  printf 'single at 70 %% '
  before=$(ticks)
  load 64 "$seconds" "$((rate * 7 / 10))" 1 "o$round"
  echo "$before $(ticks)" | awk '{ printf "               the host took %.1f %% of the processors meanwhile\n", ($4 - $2) * 100 / ($3 - $1) }'
  printf 'hundreds       '
  load 16 "$seconds" 0 100 "h$round"
done
