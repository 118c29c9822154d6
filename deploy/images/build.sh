#!/bin/bash
# The images: the three services, preflight and, for the demo, the lab. Nothing is pulled: base from Debian's packages, a Java runtime
# linked from this machine's JDK, the services as they were built, and an AOT cache that is trained by running the demo in
# the images themselves. usage: JAVA_HOME=... build.sh OUTPUT-DIRECTORY; root, after a full build
set -euo pipefail
cd "$(dirname "$0")/../.."
OUT=$1
IMAGES=deploy/images
# shellcheck source=storage.sh
source "$IMAGES/storage.sh"

SERVICES=(edge-proxy ticket-broker crl-service)
PROGRAMS=(lab preflight) # a jar with its libraries beside it
REPOSITORY=localhost/kcd-gateway # and so in deploy/k8s
# What the services and their libraries use, found by running them; without tools and desktop.
MODULES=java.base,java.compiler,java.instrument,java.logging,java.management,java.naming,java.net.http
MODULES+=,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml
MODULES+=,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.security.auth,jdk.security.jgss,jdk.unsupported,jdk.zipfs

# Of every program. The heap leaves room for what BoringSSL and Netty keep beside it, and begins at half of that: a pod has
# reserved the memory anyway, and in the 8 MB that the JVM would begin with an edge collects four times as often.
JVM_OPTIONS=(-XX:MaxRAMPercentage=65 -XX:InitialRAMPercentage=30 -XX:+ExitOnOutOfMemoryError
  --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow)

say() { printf '%s\n' "$*"; }

version=$(sed -nE 's|^  <version>(.*)</version>|\1|p' pom.xml | head -n 1)
revision=$(git rev-parse HEAD 2> /dev/null || echo unknown)
# The time of every file, the one that the jars have inside: a layer with the same content is then the same in the next release.
SOURCE_DATE_EPOCH=$(date -d "$(sed -nE 's|.*<project.build.outputTimestamp>(.*)<.*|\1|p' pom.xml)" +%s)
export SOURCE_DATE_EPOCH

link_runtime() {
  local key=$OUT/jre.of
  [ "$(cat "$key" 2> /dev/null)" != "$(cat "$JAVA_HOME/release") $MODULES" ] || return 0
  rm -rf "$OUT/jre"
  "$JAVA_HOME/bin/jlink" --add-modules "$MODULES" --strip-java-debug-attributes --no-header-files --no-man-pages --compress zip-6 --output "$OUT/jre"
  printf '%s' "$(cat "$JAVA_HOME/release") $MODULES" > "$key"
}

# The libraries a program's jar names, as lib/NAME.jar. Its folder may hold others, of builds before.
libraries() {
  local jar=$PWD/$1/target/kcd-$1.jar directory
  directory=$(mktemp -d)
  (cd "$directory" && "$JAVA_HOME/bin/jar" --extract --file "$jar" META-INF/MANIFEST.MF)
  tr -d '\r' < "$directory/META-INF/MANIFEST.MF" | sed -z 's/\n //g' | sed -n 's/^Class-Path: //p' | tr ' ' '\n'
  rm -r "$directory"
}

# One image's files: context NAME; what is Quarkus' and what is the lab's has the same shape afterwards.
make_context() {
  local name=$1 context=$OUT/$1
  rm -rf "$context"
  mkdir -p "$context/app" "$context/aot"
  ln "$OUT/base.tar" "$context/base.tar"
  cp -al "$OUT/jre" "$context/jre"
  if [[ " ${PROGRAMS[*]} " = *" $name "* ]]; then
    mkdir "$context/lib"
    libraries "$name" | (cd "$name/target" && xargs cp -t "$context/lib")
    cp "$name/target/kcd-$name.jar" "$context/app/run.jar"
  else
    cp -r "$name/target/quarkus-app/lib" "$context/lib"
    cp -r "$name/target/quarkus-app/app" "$name/target/quarkus-app/quarkus" "$context/app/"
    cp "$name/target/quarkus-app/quarkus-app-dependencies.txt" "$context/app/"
    cp "$name/target/quarkus-app/quarkus-run.jar" "$context/app/run.jar"
  fi
  cp "$name/target/sbom.json" "$context/app/sbom.json"
  printf '%s\n' "${JVM_OPTIONS[@]}" > "$context/app/jvm.options"
  if [ -e "$name/jvm.options" ]; then cat "$name/jvm.options" >> "$context/app/jvm.options"; fi
  find "$context/app" "$context/lib" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}

# The files as a container will see them, for training and for trying.
unpack_root() {
  local context=$OUT/$1 root=$OUT/root/$1
  rm -rf "$root"
  mkdir -p "$root/app"
  tar -C "$root" -xf "$context/base.tar"
  cp -al "$context/jre" "$root/jre"
  cp -a "$context/app/." "$root/app/"
  cp -a "$context/lib" "$root/app/lib"
}

# The dynamic linker finds the JVM's libraries by /proc.
in_root() {
  # shellcheck disable=SC2016  # expanded in there
  unshare --mount --pid --fork bash -c 'mount -t proc proc "$1/proc" && exec chroot "$@"' in_root "$@"
}

# The JVM notes which classes it loads while the demo runs, then makes a cache of them for just these files.
train() {
  local name root
  rm -rf "$OUT/aot"
  mkdir -p "$OUT/aot"
  chmod 0777 "$OUT/aot"
  KCD_ROOTS=$OUT/root KCD_TRAIN=$OUT/aot "$IMAGES/demo.sh" > "$OUT/training.log" 2>&1 || {
    cat "$OUT/training.log"
    say "the demo does not run in the images"
    return 1
  }
  for name in "${SERVICES[@]}"; do
    root=$OUT/root/$name
    cp "$OUT/aot/$name.conf" "$root/app/app.conf"
    in_root "$root" /jre/bin/java @/app/jvm.options -XX:AOTMode=create -XX:AOTConfiguration=/app/app.conf \
      -XX:AOTCache=/app/app.aot -jar /app/run.jar > "$OUT/aot/$name.log" 2>&1 || {
      tail -n 20 "$OUT/aot/$name.log"
      return 1
    }
    rm "$root/app/app.conf"
    chmod 0644 "$root/app/app.aot"
    printf '%s\n' -XX:AOTCache=/app/app.aot >> "$root/app/jvm.options"
    touch -d "@$SOURCE_DATE_EPOCH" "$root/app/app.aot" "$root/app/jvm.options"
    cp -a "$root/app/app.aot" "$OUT/$name/aot/"
    cp -a "$root/app/jvm.options" "$OUT/$name/app/"
  done
}

assemble() {
  local name=$1 image=$REPOSITORY/$1:$version
  in_storage bud --quiet --layers --isolation chroot --timestamp "$SOURCE_DATE_EPOCH" \
    --label "org.opencontainers.image.title=$name" --label "org.opencontainers.image.version=$version" \
    --label "org.opencontainers.image.revision=$revision" --label org.opencontainers.image.licenses=Apache-2.0 \
    --label "org.opencontainers.image.vendor=kcd-gateway" \
    -f "$IMAGES/Dockerfile" -t "$image" "$OUT/$name" > /dev/null
  rm -f "$OUT/$name.tar"
  in_storage push --quiet "$image" "docker-archive:$OUT/$name.tar:$image" > /dev/null
  say "$image  $(du -h "$OUT/$name.tar" | cut -f 1)  $OUT/$name.tar"
}

[ "$(id -u)" = 0 ] || { say "building images needs root: files in them belong to root"; exit 1; }
mkdir -p "$OUT"
OUT=$(cd "$OUT" && pwd)
for name in "${SERVICES[@]}" "${PROGRAMS[@]}"; do
  [ -e "$name/target/sbom.json" ] || { say "$name is not built: ./kcd build"; exit 1; }
done
[ -e "$OUT/base.tar" ] || "$IMAGES/base.sh" "$OUT/base.tar"
link_runtime
for name in "${SERVICES[@]}" "${PROGRAMS[@]}"; do
  make_context "$name"
  unpack_root "$name"
done
train
STORAGE=$OUT/storage
remove_storage
trap remove_storage EXIT
for name in "${SERVICES[@]}" "${PROGRAMS[@]}"; do assemble "$name"; done
