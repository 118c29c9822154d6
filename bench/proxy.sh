#!/bin/bash
# The edge beside nginx and HAProxy under the same load on the same core. `./kcd bench proxy [--quick] [ROW...]`, --help.
#   Needs root on Debian or Ubuntu: installs nginx, haproxy, gcc and libssl-dev if they are missing.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench proxy, which finds a JDK}"

for argument in "$@"; do
  case $argument in -h | --help) exec python3 bench/proxy/bench.py --help ;; esac
done

missing=()
for package in nginx-light:nginx haproxy:haproxy gcc:gcc libssl-dev:/usr/include/openssl/ssl.h python3:python3; do
  command -v "${package#*:}" > /dev/null || [ -e "${package#*:}" ] || missing+=("${package%%:*}")
done
if [ ${#missing[@]} -gt 0 ]; then
  # A service that the package would start is not wanted: the benchmark runs its own.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null
fi

# KCD_BENCH_BUILD=no measures what is built already; =only builds and measures nothing.
if [ "${KCD_BENCH_BUILD:-yes}" != no ]; then
  mvn -B -ntp -q -Dquick -pl bench,edge-proxy,ticket-broker -am package
fi
if [ "${KCD_BENCH_BUILD:-yes}" = only ]; then exit 0; fi
directory=$(mktemp -d /tmp/kcd-bench-proxy.XXXXXX)
trap 'rm -f "$directory"/*.key "$directory"/*.pem' EXIT # the results and logs stay
for tool in devices exchange; do
  gcc -O2 -o "$directory/$tool" "bench/proxy/$tool.c" -lssl -lcrypto
done

echo "machine: $(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1), $(nproc) CPUs, load $(cut -d ' ' -f 1-3 /proc/loadavg)"
echo "TLS: edge BoringSSL ($(basename "$(ls edge-proxy/target/quarkus-app/lib/main/*tcnative-boringssl*linux-x86_64.jar)" .jar)), nginx and HAProxy $(openssl version | cut -d ' ' -f 1-2)"
echo "     $(nginx -v 2>&1), $(haproxy -v | head -n 1 | cut -d ' ' -f 1-3), $("$JAVA_HOME/bin/java" -version 2>&1 | sed -n 2p)"
echo "logs and results.jsonl: $directory"
ulimit -n "$(ulimit -Hn)"
python3 bench/proxy/bench.py --home "$PWD" --directory "$directory" "$@"
echo "load at the end: $(cut -d ' ' -f 1-3 /proc/loadavg)"
