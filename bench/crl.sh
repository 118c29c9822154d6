#!/bin/bash
# A revocation list of a million entries: load, memory, look-up; handshakes beside nginx and HAProxy. `./kcd bench crl [PART]`.
#   PART   look-ups (half a minute) or handshakes (four minutes; root on Debian or Ubuntu: installs nginx, haproxy, gcc and
#          libssl-dev if they are missing); both unless told
set -euo pipefail
cd "$(dirname "$0")/.."
: "${JAVA_HOME:?run it through ./kcd bench crl, which finds a JDK}"

run() {
  "$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -Xmx1g \
    -cp "bench/target/kcd-bench.jar:bench/target/lib/*" kcd.bench.crl.Main "$1" "$PWD" "$directory" "$directory/devices"
}

install_peers() {
  local package missing=()
  for package in nginx-light:nginx haproxy:haproxy gcc:gcc libssl-dev:/usr/include/openssl/ssl.h; do
    command -v "${package#*:}" > /dev/null || [ -e "${package#*:}" ] || missing+=("${package%%:*}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    # A service that the package would start is not wanted: the benchmark runs its own.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null
  fi
  gcc -O2 -o "$directory/devices" bench/proxy/devices.c -lssl -lcrypto
  echo "TLS: edge BoringSSL, nginx and HAProxy $(openssl version | cut -d ' ' -f 1-2); $(nginx -v 2>&1); $(haproxy -v | head -n 1)"
}

mvn -B -ntp -q -Dquick -pl bench,edge-proxy,crl-service -am package
directory=$(mktemp -d /tmp/kcd-bench-crl.XXXXXX)
trap 'rm -rf "$directory"' EXIT
case ${1:-all} in
  look-ups) run look-ups ;;
  handshakes)
    install_peers
    run handshakes
    ;;
  all)
    run look-ups
    install_peers
    run handshakes
    ;;
  *)
    echo "there is no part '$1': look-ups, handshakes" >&2
    exit 2
    ;;
esac
