#!/usr/bin/env bash
# Statistics of many orders: loaded through the feeds, asked for over HTTP, held against a recount of the table.
# Needs Debian's psql (package postgresql-client), curl and jq.
# Usage: bench/statistics/run.sh [ORDERS=1000000] [DAYS=90]
source "$(dirname "${BASH_SOURCE[0]}")/../server.sh"
orders=${1:-1000000}
days=${2:-90}

serve
postgres
run() { bench "statistics.$1" "$port" "${@:2}"; }
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
