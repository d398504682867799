#!/usr/bin/env bash
# A key limited to PERMITS requests a minute gets REQUESTS within SECONDS, while another tenant posts OTHERS a second: how many
# are accepted, whether every header is right, and what the other tenant notices. Exits 1 unless at most a twentieth more than
# allowed is accepted, all headers are right and the other's p99 is under 200 ms. Needs curl. At most 60 s, which is one window.
# Usage: bench/limits/run.sh [REQUESTS=3000] [SECONDS=60] [PERMITS=1000] [OTHERS=50]
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
requests=${1:-3000}
seconds=${2:-60}
permits=${3:-1000}
others=${4:-50}
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

mkdir "$work/definitions"
cp examples/nexusstream/orders.yaml "$work/definitions/"
for tenant in limited other; do
  sed "s/^feed: .*/feed: $tenant\ntenant: $tenant/; /^rateLimit:/d" examples/nexusstream/partner-a.yaml \
    > "$work/definitions/$tenant.yaml"
done
./sluice serve --data "$work/data" --definitions "$work/definitions" --port 0 > "$work/ready" 2> "$work/log" &
server=$!
until [ -s "$work/ready" ]; do sleep 0.2; done
port=$(sed 's|.*:\([0-9]*\) in.*|\1|' "$work/ready")
umask 077
echo "Authorization: Bearer $(cat "$work/data/operator.token")" > "$work/operator"
make() { curl -sS --fail-with-body -H "@$work/operator" -H 'Content-Type: application/json' "http://127.0.0.1:$port/api/tenants$1" -d "$2"; }
for tenant in limited other; do
  make '' "{\"id\":\"$tenant\",\"name\":\"$tenant\"}" > /dev/null
  limit=$([ $tenant = limited ] && echo ",\"rateLimit\":\"$permits/min\"" || true)
  make "/$tenant/keys" "{\"name\":\"bench\",\"scopes\":[\"feed:write\"]$limit}" |
    sed 's/.*"keyId":"\([^"]*\)".*"secret":"\([^"]*\)".*/\1.\2/' > "$work/$tenant.key"
done
"$java" -XX:+UseSerialGC -Xmx256m -cp bench/target/classes dev.sluice.bench.limits.LimitedKey \
  "$port" "$work/limited.key" "$work/other.key" "$permits" "$requests" "$seconds" "$others"
