#!/bin/sh
# Starts the packaged edge in place of this shell: with the AOT cache of train.sh if there is one.
#   SMALLRYE_CONFIG_LOCATIONS=edge.properties edge-proxy/run.sh
#   JAVA_OPTS      adds to the JVM's options (jvm.options) and overrides them
#   KCD_AOT_CACHE  where the cache is; it fits the very JVM and jars it was made with and is ignored otherwise
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=${KCD_AOT_CACHE:-$here/target/edge.aot}
aot=
[ ! -r "$cache" ] || aot="-XX:AOTCache=$cache"
# shellcheck disable=SC2086  # several options, or none
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" $aot "@$here/jvm.options" ${JAVA_OPTS:-} -jar "$here/target/quarkus-app/quarkus-run.jar"
