#!/bin/sh
# Executions per second of CPU time, one core each, in turns: ours and aws-local-stepfunctions'.
# usage: asl/bench/run.sh [millis], after `./mvnw -pl jsonata,asl test-compile`
set -eu
here=$(cd "$(dirname "$0")" && pwd)
asl=$(dirname "$here")
[ -d "$here/node_modules" ] || (cd "$here" && npm install --silent --no-audit --no-fund)
java="${JAVA25_HOME:-${JAVA_HOME:-}}/bin/java"
[ -x "$java" ] || java=java
repo="$HOME/.m2/repository"
classpath="$asl/target/classes:$asl/target/test-classes:$asl/../jsonata/target/classes"
for jar in $(find "$repo/tools/jackson/core" "$repo/com/fasterxml/jackson/core/jackson-annotations" \
    "$repo/com/google/re2j" "$repo/org/jspecify" -name '*.jar' | sort); do
  classpath="$classpath:$jar"
done
for turn in 1 2; do
  echo "ours $turn"
  taskset -c 0 "$java" -Xmx512m -XX:+UseSerialGC -cp "$classpath" dev.sluice.asl.run.Benchmark "$here/machines.json" "${1:-3000}"
  echo "aws-local-stepfunctions $turn"
  taskset -c 0 node "$here/peer.mjs" "${1:-3000}"
done
