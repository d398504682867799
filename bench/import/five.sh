#!/usr/bin/env bash
# bench/import/five.sh [ROWS=100000] [TYPE=load-keyed]: five imports of one tenant at once; the status, live events and another tenant's small imports meanwhile.
# Starts ./sluice serve on a folder of its own, on loopback, and takes both away again (KEEP=1 keeps the folder). Needs python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
./sluice version > /dev/null # builds what is stale, before anything is timed
exec python3 bench/import/five.py "$@"
