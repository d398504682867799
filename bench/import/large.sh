#!/usr/bin/env bash
# bench/import/large.sh [GB=5]: a file made while it is sent, in a heap of 256 MB; needs about four times as much disk.
# Starts ./sluice serve on a folder of its own, on loopback, and takes both away again (KEEP=1 keeps the folder). Needs python3.
set -euo pipefail
cd "$(dirname "$0")/../.."
./sluice version > /dev/null # builds what is stale, before anything is timed
exec python3 bench/import/large.py "$@"
