#!/usr/bin/env bash
# Statistics of many orders: loaded through the feeds, asked for over HTTP, held against a recount of the table.
# Needs Debian's psql (package postgresql-client), curl and jq.
# Usage: bench/statistics/run.sh [ORDERS=1000000] [DAYS=90]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
orders=${1:-1000000}
days=${2:-90}
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
run() { "$java" -XX:+UseSerialGC -Xmx256m -cp bench/target/classes "dev.sluice.bench.statistics.$1" "$port" "${@:2}"; }

# Without their limits of 10,000 orders a minute, which these orders would wait for.
mkdir "$work/definitions"
for one in examples/nexusstream/*.yaml; do sed '/^rateLimit:/d' "$one" > "$work/definitions/$(basename "$one")"; done
./sluice serve --data "$work/data" --definitions "$work/definitions" --port 0 --no-auth > "$work/ready" 2> "$work/log" &
server=$!
until [ -s "$work/ready" ]; do sleep 0.2; done
port=$(sed 's|.*:\([0-9]*\) in.*|\1|' "$work/ready")
export PGHOST=127.0.0.1 PGUSER=sluice PGDATABASE=sluice
PGPORT=$(cat "$work/data/pg-run/port")
PGPASSWORD=$(cat "$work/data/keys/postgres.password")
export PGPORT PGPASSWORD
run ManyOrders "$orders" "$days"
sleep 5
run AskStatistics '/api/orders/stats' 2000
run AskStatistics '/api/orders/stats?from=2024-01-10&to=2024-03-20' 2000
run AskStatistics '/api/orders/stats?fresh=true' 1000
stats() { curl -s "http://127.0.0.1:$port/api/orders/stats?fresh=true$1" | jq -r '.bySource[] | [.source, .count, .sums.grossAmount, .sums.netAmount] | @tsv'; }
recount() {
  psql -qAtF $'\t' -c "select \"partnerId\", count(*), trim_scale(sum(\"grossAmount\")), trim_scale(sum(\"netAmount\")) from public.orders
    where (\"transactionTime\" at time zone 'UTC')::date between '$1' and '$2' group by 1 order by 1"
}
stats '' > "$work/one"
time recount 2000-01-01 2100-01-01 > "$work/two"
cat "$work/one"
cmp "$work/one" "$work/two" && echo 'equal to a recount'
stats '&from=2024-01-10&to=2024-03-20' > "$work/one"
recount 2024-01-10 2024-03-20 > "$work/two"
cmp "$work/one" "$work/two" && echo 'equal to a recount of those days'
