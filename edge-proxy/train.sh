#!/bin/bash
# Records the packaged edge's AOT cache (JEP 483, JEP 514, JEP 515): classes parsed and linked ahead, a third less CPU to
# start, and the profiles by which the compiler works, so that a start need not gather them anew.
# Starts the edge once with throw-away certificates on free ports, lets it warm up on itself, and ends it.
#   edge-proxy/train.sh      makes edge-proxy/target/edge.aot, or what KCD_AOT_CACHE names. Needs openssl and curl.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${KCD_AOT_CACHE:-$here/target/edge.aot}
work=$(mktemp -d)
edge=
trap 'rm -rf "$work"; [ -z "$edge" ] || kill "$edge" 2> /dev/null || true' EXIT

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
  -addext subjectAltName=DNS:localhost -addext extendedKeyUsage=serverAuth,clientAuth \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2> /dev/null
port=$((20000 + RANDOM % 10000))
cat > "$work/edge.properties" << PROPERTIES
kcd.listen.host=127.0.0.1
kcd.listen.port=$port
quarkus.management.host=127.0.0.1
quarkus.management.port=$((port + 1))
kcd.tls.certificate=$work/certificate.pem
kcd.tls.private-key=$work/key.pem
kcd.client-certificates.trust-store=$work/certificate.pem
kcd.mtls.certificate=$work/certificate.pem
kcd.mtls.private-key=$work/key.pem
kcd.mtls.trust-store=$work/certificate.pem
kcd.broker.endpoint=localhost:1
kcd.routes.eas.path=/Microsoft-Server-ActiveSync
kcd.routes.eas.upstream=https://localhost:1
kcd.routes.eas.target-spn=HTTP/localhost
kcd.routes.eas.upstream-trust-store=$work/certificate.pem
kcd.warm-up.at-most=60s
kcd.drain.notice=0s
kcd.drain.grace=0s
PROPERTIES

rm -f "$cache"
SMALLRYE_CONFIG_LOCATIONS=$work/edge.properties JAVA_OPTS="-XX:AOTCacheOutput=$cache ${JAVA_OPTS:-}" "$here/run.sh" > "$work/log" 2>&1 &
edge=$!
ready="http://127.0.0.1:$((port + 1))/q/health/ready"
for _ in $(seq 1200); do
  curl -sf -o /dev/null "$ready" && break
  kill -0 "$edge" 2> /dev/null || break
  sleep 0.1
done
kill "$edge" 2> /dev/null || true
wait "$edge" 2> /dev/null || true
edge=
if ! [ -s "$cache" ]; then
  tail -n 20 "$work/log" >&2
  echo "train.sh: no cache was made" >&2
  exit 1
fi
echo "$cache: $(($(stat -c %s "$cache") / 1000000)) MB"
