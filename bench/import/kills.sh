#!/usr/bin/env bash
# bench/import/kills.sh [ROWS=500000] [KILLS=20] [SEED]: an import whose server is killed with -9 at random progress; nothing lost, doubled or told wrong.
# Starts ./sluice serve on a folder of its own, on loopback, and takes both away again (KEEP=1 keeps the folder). Needs python3 and psql.
set -euo pipefail
cd "$(dirname "$0")/../.."
./sluice version > /dev/null # builds what is stale, before anything is timed
exec python3 bench/import/kills.py "$@"
