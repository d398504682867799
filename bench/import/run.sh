#!/usr/bin/env bash
# Rows/s of imports against psql \copy of the cleaned file and Spring Batch, by turns in one run on one PostgreSQL with durable settings.
# Needs a JDK 25, psql, curl and python3; Spring Batch comes from Maven Central. Only 127.0.0.1 is loaded.
# Usage: bench/import/run.sh [ROUNDS=3] [ROWS=500000]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
ROUNDS=${1:-3}
ROWS=${2:-500000}
JDK=${JAVA25_HOME:-$(dirname "$(dirname "$(ls -d /usr/lib/jvm/*25*/bin/java | head -1)")")}
WORK=$(mktemp -d)
SERVER=
cleanup() {
  [ -z "$SERVER" ] || { kill "$SERVER" 2>/dev/null && wait "$SERVER" 2>/dev/null; } || true
  rm -rf "$WORK"
}
trap cleanup EXIT
(cd bench/import/springbatch && ../../../mvnw -q dependency:build-classpath -Dmdep.outputFile="$WORK/spring.txt")
SPRING_CP=$(cat "$WORK/spring.txt")

# Every round loads into tables of its own, as \copy has its table truncated: what an index costs grows with what is in it.
mkdir "$WORK/definitions"
for round in $(seq 0 "$ROUNDS"); do
  sed "s/load_plain/load_plain_$round/; s/load-plain/load-plain-$round/; s/load_keyed/load_keyed_$round/; s/load-keyed/load-keyed-$round/" bench/import/definitions/loads.yaml \
    > "$WORK/definitions/$round.yaml"
done
./sluice serve --data "$WORK/data" --definitions "$WORK/definitions" --port 0 --no-auth > "$WORK/out" 2> "$WORK/log" & SERVER=$!
while ! grep -q ^ready "$WORK/out"; do sleep 0.2; kill -0 $SERVER; done
URL=$(cut -d' ' -f2 "$WORK/out")
export PGHOST=127.0.0.1 PGUSER=sluice PGDATABASE=sluice
PGPORT=$(cat "$WORK/data/pg-run/port") PGPASSWORD=$(cat "$WORK/data/keys/postgres.password")
export PGPORT PGPASSWORD

python3 bench/import/generate.py "$ROWS" 1 1 > "$WORK/dirty.csv"
python3 bench/import/generate.py "$ROWS" 0 1 > "$WORK/clean.csv"
psql -qc 'create schema peer' -c 'create table peer.contact (customerid text, email text, firstname text, lastname text, phone text, country text, signupdate date, balance numeric(38,2))'

# NAME FILE TYPE: prints the name and rows/s from the upload's end to balanced books, as the server tells; asking often costs the same cores
load() {
  local id state
  id=$(curl -sf -X POST -T "$2" -H 'Content-Type: text/csv' "$URL/api/imports?type=$3" | python3 -c 'import json,sys; print(json.load(sys.stdin)["id"])')
  while state=$(curl -sf "$URL/api/imports/$id") && grep -q '"finishedAt":null' <<< "$state"; do sleep 0.3; done
  python3 - "$1" "$state" <<'P'
import datetime, json, sys
one = json.loads(sys.argv[2])
at = lambda name: datetime.datetime.fromisoformat(one[name].replace("Z", "+00:00"))
seconds = (at("finishedAt") - at("queuedAt")).total_seconds()
books = one["books"]
assert one["balanced"] and books["dead"] == 0, one
print(f'{sys.argv[1]} {books["received"] / seconds:.0f} # {seconds:.2f} s, upload {(at("queuedAt") - at("createdAt")).total_seconds():.2f} s, {books}')
P
}

copy() {
  psql -qc 'truncate peer.contact' -c checkpoint
  local from to
  from=$(date +%s%N)
  psql -qc "\\copy peer.contact from '$WORK/clean.csv' csv header"
  to=$(date +%s%N)
  echo "copy $((ROWS * 1000000 / ((to - from) / 1000)))"
}

spring() {
  local line
  psql -qc checkpoint
  line=$("$JDK/bin/java" -Xmx512m -cp "$SPRING_CP" bench/import/springbatch/SpringBatchImport.java "jdbc:postgresql://127.0.0.1:$PGPORT/sluice" sluice "$WORK/dirty.csv" 2>> "$WORK/spring.log" | tail -1)
  awk -v rows="$ROWS" '{printf "spring %d # %s\n", rows / $1, $0}' <<< "$line"
}

# What autovacuum would do a minute later, in the middle of somebody's turn.
settle() {
  psql -qc "vacuum $1" -c checkpoint
}

# A server lives on and is measured warm; Spring Batch's step starts cold as its job does.
key=$((ROWS * 2))
for each in 1 2 3 4 5; do
  load warm-up "$WORK/dirty.csv" load-plain-0
  python3 bench/import/generate.py "$ROWS" 1 "$each" "$key" > "$WORK/keyed.csv"
  load warm-up-keyed "$WORK/keyed.csv" load-keyed-0
  key=$((key + ROWS))
done
settle "load_plain_0, load_keyed_0"
for round in $(seq "$ROUNDS"); do
  copy
  psql -qc checkpoint; load keyless "$WORK/dirty.csv" "load-plain-$round"
  settle "load_plain_$round"
  python3 bench/import/generate.py "$ROWS" 1 "$((round + 10))" "$key" > "$WORK/keyed.csv"
  psql -qc checkpoint; load keyed "$WORK/keyed.csv" "load-keyed-$round"
  settle "load_keyed_$round"
  copy
  # One row in ten has been stored by the load before.
  { head -1 "$WORK/keyed.csv"; tail -n +2 "$WORK/keyed.csv" | awk 'NR % 10 == 0'; python3 bench/import/generate.py "$((ROWS - ROWS / 10))" 1 "$((round + 50))" "$((key + ROWS))" | tail -n +2; } \
    | python3 -c 'import random,sys; rows=sys.stdin.readlines(); body=rows[1:]; random.Random(7).shuffle(body); sys.stdout.write(rows[0]); sys.stdout.writelines(body)' > "$WORK/tenth.csv"
  psql -qc checkpoint; load collisions "$WORK/tenth.csv" "load-keyed-$round"
  settle "load_keyed_$round"
  spring
  key=$((key + 3 * ROWS))
done | tee "$WORK/results"
echo "heap of 256 MB: $("$JDK/bin/jcmd" $SERVER GC.heap_info 2>/dev/null | grep -o 'used [0-9]*K' | head -1); audit: $(curl -sf "$URL/api/books/audit")"
python3 - "$WORK/results" <<'P'
import statistics, sys
rates = {}
for line in open(sys.argv[1]):
    name, rate = line.split()[:2]
    rates.setdefault(name, []).append(int(rate))
median = {name: statistics.median(all) for name, all in rates.items() if not name.startswith('warm')}
for name, rate in median.items():
    of_spring = f', {rate / median["spring"]:.2f} of Spring Batch' if "spring" in median else ""
    print(f'{name}: {rate:,.0f} rows/s, {rate / median["copy"]:.2f} of copy{of_spring}')
P
