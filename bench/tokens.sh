#!/bin/bash
# Tokens per CPU-second from a cached service ticket: ours, Kerby's, the JDK's. Called by `./kcd bench tokens [ROUNDS]`.
#   ROUNDS   how often all contenders run in turn; 3 unless told, one to four minutes each as the machine is free
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench tokens, which finds a JDK}"

mvn -B -ntp -q -Dquick -pl bench -am package
exec "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -cp "bench/target/kcd-bench.jar:bench/target/lib/*" kcd.bench.tokens.Main "$@"
