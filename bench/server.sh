# Sourced by the run.sh of benches that load a server: a temporary folder in $work, a JDK, and a server that goes with the script.
# After it: $root, where the script then is; $work; $jdk; bench (runs a class of this module); serve (starts a server);
# postgres (points psql and pgbench at the server's database).
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || { kill "$server" 2> /dev/null && wait "$server" 2> /dev/null; } || true
  rm -rf "$work"
}
trap cleanup EXIT

cd "$root"
./mvnw -q -pl jsonata,core,bench -Dmaven.test.skip=true package
jdk=${JAVA25_HOME:-$(dirname "$(dirname "$(ls -d /usr/lib/jvm/*25*/bin/java | head -1)")")}

# CLASS ARGUMENT...: BENCH_JAVA may hold more options for its JVM.
bench() {
  # shellcheck disable=SC2086  # several options in one variable
  "$jdk/bin/java" -XX:+UseSerialGC -Xmx256m ${BENCH_JAVA:-} -cp bench/target/classes "dev.sluice.bench.$1" "${@:2}"
}

# Starts a server for the example's partners, without their rate limits, which are far below what is measured; leaves its port
# in $port. Orders land as $landing says, direct if it does not.
serve() {
  mkdir "$work/definitions"
  local each
  for each in examples/nexusstream/*.yaml; do
    sed -e '/^rateLimit:/d' -e "s/^landing: .*/landing: ${landing:-direct}/" "$each" > "$work/definitions/${each##*/}"
  done
  ./sluice serve --data "$work/data" --definitions "$work/definitions" --port 0 --no-auth > "$work/ready" 2> "$work/log" &
  server=$!
  until [ -s "$work/ready" ]; do
    kill -0 "$server" 2> /dev/null || { cat "$work/log" >&2; exit 1; }
    sleep 0.2
  done
  port=$(sed 's|.*:\([0-9]*\) in.*|\1|' "$work/ready")
}

postgres() {
  export PGHOST=127.0.0.1 PGUSER=sluice PGDATABASE=sluice PGPORT PGPASSWORD
  PGPORT=$(cat "$work/data/pg-run/port")
  PGPASSWORD=$(cat "$work/data/keys/postgres.password")
}
