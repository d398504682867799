#!/usr/bin/env bash
# Orders over HTTP against pgbench's single-row inserts, by turns, on one PostgreSQL and the same cores.
# Needs Debian's pgbench and psql (package postgresql); only 127.0.0.1 is loaded, for a bounded time.
# Usage: bench/feed/run.sh [ROUNDS=3] [SECONDS=10]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
rounds=${1:-3}
seconds=${2:-10}
here=$root/bench/feed
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  rm -rf "$work"
}
trap cleanup EXIT

cd "$root"
./mvnw -q -pl jsonata,core,bench -Dmaven.test.skip=true package
java=${JAVA25_HOME:+$JAVA25_HOME/bin/java}
java=${java:-$(ls -d /usr/lib/jvm/*25*/bin/java | head -1)}
load() { "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -cp bench/target/classes dev.sluice.bench.feed.LoadGenerator "$port" "$@"; }

# The example without its partners' rate limits, which are far below what is measured here.
mkdir "$work/definitions"
for each in examples/nexusstream/*.yaml; do
  sed '/^rateLimit:/d' "$each" > "$work/definitions/${each##*/}"
done
./sluice serve --data "$work/data" --definitions "$work/definitions" --port 0 --no-auth > "$work/ready" 2> "$work/log" &
server=$!
until [ -s "$work/ready" ]; do sleep 0.2; done
port=$(sed 's|.*:\([0-9]*\) in.*|\1|' "$work/ready")
export PGHOST=127.0.0.1 PGUSER=sluice PGDATABASE=peer
PGPORT=$(cat "$work/data/pg-run/port")
PGPASSWORD=$(cat "$work/data/keys/postgres.password")
export PGPORT PGPASSWORD
psql -q -d postgres -c 'create database peer'
psql -q -f "$here/peer.sql"

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
  load 64 "$seconds" "$((rate * 7 / 10))" 1 "o$round"
  printf 'hundreds       '
  load 16 "$seconds" 0 100 "h$round"
done
