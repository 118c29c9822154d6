#!/bin/bash
# Puts the packaged edge-proxy to testssl.sh, which tries every protocol, cipher suite and known attack: no finding may be
# above "low". usage: check-tls.sh, after ./kcd build; needs testssl.sh and jq (Debian packages of these names)
set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
JAVA=${JAVA_HOME:+$JAVA_HOME/bin/}java
HOST=127.0.0.1
PORT=${1:-28449}
MANAGEMENT_PORT=${2:-28450}
START_SECONDS=60
# About this host's name servers and openssl, no server's banner, and the 503 of an edge whose upstream is nobody.
NOT_OURS='DNS_CAArecord|engine_problem|service|HTTP_status_code'

die() {
  printf 'check-tls: %s\n' "$*" >&2
  exit 1
}

for tool in testssl jq openssl curl; do command -v "$tool" > /dev/null || die "needs $tool"; done
[ -e "$HERE/target/quarkus-app/quarkus-run.jar" ] || die "the edge is not built: ./kcd build"

work=$(mktemp -d)
edge=
# shellcheck disable=SC2317  # called by the trap
finish() {
  [ -z "$edge" ] || kill "$edge" 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# A server certificate as a public CA would issue it, and a CA for devices.
make_certificates() {
  local extensions="subjectAltName=DNS:localhost,IP:$HOST
extendedKeyUsage=serverAuth
keyUsage=critical,digitalSignature
crlDistributionPoints=URI:http://$HOST:1/ca.crl
authorityKeyIdentifier=keyid"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj '/CN=Check CA' \
    -keyout "$work/ca.key" -out "$work/ca.crt" 2> /dev/null
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj '/CN=localhost' \
    -keyout "$work/edge.key" -out "$work/edge.csr" 2> /dev/null
  openssl x509 -req -in "$work/edge.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial -days 90 \
    -extfile <(printf '%s\n' "$extensions") -out "$work/edge.crt" 2> /dev/null
}

# start_edge REQUIRED: with or without the certificate that devices need; testssl.sh has none, so it sees more without.
start_edge() {
  cat > "$work/edge.properties" << PROPERTIES
kcd.listen.host=$HOST
kcd.listen.port=$PORT
kcd.tls.certificate=$work/edge.crt
kcd.tls.private-key=$work/edge.key
kcd.client-certificates.trust-store=$work/ca.crt
kcd.client-certificates.required=$1
kcd.kerberos.enabled=false
kcd.routes.any.path=/
kcd.routes.any.upstream=https://localhost:1
quarkus.management.host=$HOST
quarkus.management.port=$MANAGEMENT_PORT
PROPERTIES
  SMALLRYE_CONFIG_LOCATIONS="$work/edge.properties" "$JAVA" -jar "$HERE/target/quarkus-app/quarkus-run.jar" > "$work/edge.log" 2>&1 &
  edge=$!
  local deadline=$((SECONDS + START_SECONDS))
  until curl -fs "http://$HOST:$MANAGEMENT_PORT/q/health/ready" > /dev/null; do
    kill -0 "$edge" 2> /dev/null || die "the edge ended: $(tail -n 5 "$work/edge.log")"
    [ "$SECONDS" -lt "$deadline" ] || die "the edge is not ready after $START_SECONDS s"
    sleep 0.2
  done
}

stop_edge() {
  kill "$edge"
  wait "$edge" || true
  edge=
}

# check NAME OPTION...: prints what is above "low"; true if nothing is.
check() {
  local name=$1
  shift
  testssl --quiet --color 0 --warnings batch --nodns min --add-ca "$work/ca.crt" --jsonfile "$work/$name.json" "$@" \
    "https://localhost:$PORT" > "$work/$name.log" 2>&1 < /dev/null || true
  [ -s "$work/$name.json" ] || die "testssl.sh says nothing: $(tail -n 5 "$work/$name.log")"
  jq -r --arg not_ours "$NOT_OURS" '
    map(select(.id | test("^(" + $not_ours + ")$") | not)) as $all
    | ($all | group_by(.severity) | map("\(length) \(.[0].severity)") | join(", ")),
      ($all[] | select(.severity | IN("OK", "INFO", "LOW") | not) | "  \(.severity) \(.id): \(.finding)")' \
    "$work/$name.json" | sed "1s/^/$name: /" | tee "$work/$name.findings"
  [ "$(wc -l < "$work/$name.findings")" = 1 ]
}

make_certificates
status=0
start_edge true
check certificate-required --protocols --server-defaults --server-preference --fs --vulnerable || status=1
stop_edge
start_edge false
check certificate-optional --protocols --std --fs --server-preference --server-defaults --vulnerable --header || status=1
stop_edge
exit "$status"
