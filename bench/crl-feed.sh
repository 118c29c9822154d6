#!/bin/bash
# A million revoked certificates and a hundred more: bytes and seconds to 20 edges, and to the end of a held Ping.
#   Called by `./kcd bench crl-feed`; a minute or two. One of the 20 is the packaged edge, the others only listen.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench crl-feed, which finds a JDK}"

mvn -B -ntp -q -Dquick -pl bench,edge-proxy,crl-service -am package
directory=$(mktemp -d /tmp/kcd-bench-crl-feed.XXXXXX)
trap 'rm -rf "$directory"' EXIT
"$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Xmx1g \
  -cp "bench/target/kcd-bench.jar:bench/target/lib/*" kcd.bench.crl.Main feed "$PWD" "$directory"
