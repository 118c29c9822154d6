#!/bin/sh
# Starts the packaged edge in place of this shell. JAVA_OPTS adds to the JVM's options and overrides them.
#   SMALLRYE_CONFIG_LOCATIONS=edge.properties edge-proxy/run.sh
set -eu
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck disable=SC2086  # several options
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" ${JAVA_OPTS:-} -jar "$here/target/quarkus-app/quarkus-run.jar"
