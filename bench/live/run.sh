#!/usr/bin/env bash
# What idle live WebSockets cost a server: resident memory and heap before, with, and after them.
# Usage: bench/live/run.sh [SOCKETS=1000] [TOPICS=runs]
source "$(dirname "${BASH_SOURCE[0]}")/../server.sh"
sockets=${1:-1000}
topics=${2:-runs}

serve
pid=$(pgrep -P "$server" java || echo "$server")
look() {
  "$jdk/bin/jcmd" "$pid" GC.run > /dev/null
  local rss heap
  rss=$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status")
  heap=$("$jdk/bin/jcmd" "$pid" GC.heap_info | grep -oE 'used [0-9]+K' | head -2 | awk '{sum += $2} END {print sum}')
  printf '%-8s resident %7d kB, heap after a collection %6d kB, websockets %s\n' "$1" "$rss" "$heap" \
    "$(curl -s "http://127.0.0.1:$port/metrics" | awk '/^sluice_websocket_connections/ {print $2}')"
}
open() { bench live.IdleSockets "$port" "$@"; }

# Once before, so that code and buffers are there that any first connection needs.
open 20 "$topics" < /dev/null > /dev/null
sleep 3
look before
mkfifo "$work/hold"
open "$sockets" "$topics" < "$work/hold" > "$work/opened" &
exec 7> "$work/hold"
until [ -s "$work/opened" ]; do sleep 0.2; done
cat "$work/opened"
sleep 3
look with
exec 7>&-
wait $!
sleep 3
look after
