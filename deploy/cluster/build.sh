#!/bin/bash
# Builds the Kubernetes of Debian's own source package, and unpacks what it runs on, into a cache that ./kcd cluster-test
# uses: no registry and no installer is asked, only the apt sources this machine has. The first time takes ten minutes of
# two processors and 3 GB, later ones nothing.
#   bin/    kube-apiserver, kube-controller-manager, kube-scheduler, kubelet, kube-proxy
#   root/   etcd, containerd, runc, the CNI plugins: unpacked, never installed, so that no daemon starts
set -euo pipefail

CACHE=${KCD_CLUSTER_CACHE:-/var/cache/kcd-cluster}
GO=golang-1.19 # the newest in Debian 12 that still builds this Kubernetes
COMPONENTS=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)
RUNTIME=(etcd-server containerd runc containernetworking-plugins)

say() { printf '%s\n' "$*"; }

# The machine's own Debian sources, with their source packages, in lists of our own: the machine's stay as they are.
private_apt() {
  mkdir -p "$CACHE/apt/sources" "$CACHE/apt/lists/partial" "$CACHE/apt/archives/partial"
  local list
  for list in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    [ ! -s "$list" ] || sed -E 's/^Types: deb$/Types: deb deb-src/; s/^deb (.*debian.*)$/&\ndeb-src \1/' "$list" > "$CACHE/apt/sources/${list##*/}"
  done
  APT=(-qq -o "Dir::Etc::SourceList=/dev/null" -o "Dir::Etc::SourceParts=$CACHE/apt/sources" -o "Dir::State::Lists=$CACHE/apt/lists"
    -o "Dir::Cache::Archives=$CACHE/apt/archives" -o "APT::Sandbox::User=root")
  # apt takes a one-line file in that directory only by the name *.list
  [ ! -e "$CACHE/apt/sources/sources.list" ] || grep -q '^deb' "$CACHE/apt/sources/sources.list" || rm "$CACHE/apt/sources/sources.list"
  apt-get "${APT[@]}" update
}

unpack() { # unpack DIRECTORY PACKAGE...: the packages' files, without installing them
  local into=$1 debs
  shift
  debs=$(mktemp -d)
  (cd "$debs" && apt-get "${APT[@]}" download "$@")
  mkdir -p "$into"
  local deb
  for deb in "$debs"/*.deb; do dpkg-deb -x "$deb" "$into"; done
  rm -r "$debs"
}

# Where Go, before its modules, wants a program's source: $GOPATH/src/NAME. The vendored tree cannot be built as a module.
fetch_source() {
  local tree=$CACHE/go/src/k8s.io/kubernetes
  [ ! -e "$tree/.unpacked" ] || return 0
  rm -rf "$tree" "$CACHE/source"
  mkdir -p "$CACHE/source" "$(dirname "$tree")"
  (cd "$CACHE/source" && apt-get "${APT[@]}" source --download-only kubernetes)
  dpkg-source --no-check -x "$CACHE"/source/kubernetes_*.dsc "$tree" > /dev/null
  # The tree's own copy reaches into Go's maps as they were before 1.18, and crashes when it writes one.
  unpack "$CACHE/source/reflect2" golang-github-modern-go-reflect2-dev
  rm "$tree"/vendor/github.com/modern-go/reflect2/*.{go,s}
  cp "$CACHE"/source/reflect2/usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} "$tree/vendor/github.com/modern-go/reflect2/"
  touch "$tree/.unpacked"
}

go_build() { "$GOROOT/bin/go" build -trimpath -ldflags "$LDFLAGS" "$@"; }

# The API's own description, which Debian's package makes when it is built.
generate_openapi() {
  local into=pkg/generated/openapi/zz_generated.openapi.go inputs
  [ ! -s "$into" ] || return 0
  go_build -o "$CACHE/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
  inputs=$(grep -rl --include='*.go' -E '^// ?\+k8s:openapi-gen=' pkg staging/src vendor/k8s.io 2> /dev/null |
    grep -v -e /testdata/ -e /code-generator/ -e /sample- -e '^vendor/k8s.io/kube-openapi' -e /build/ | xargs -n 1 dirname |
    sed -e 's|^staging/src/||' -e 's|^vendor/||' -e 's|^pkg/|k8s.io/kubernetes/pkg/|' | sort -u | paste -sd, -)
  "$CACHE/openapi-gen" -O zz_generated.openapi -p k8s.io/kubernetes/pkg/generated/openapi --output-base "$CACHE/go/src" \
    -h hack/boilerplate/boilerplate.generatego.txt -r "$CACHE/openapi-violations" -i "$inputs"
}

build_components() {
  export GOROOT=$CACHE/toolchain/usr/lib/go-${GO#golang-} GOPATH=$CACHE/go GOCACHE=$CACHE/go-cache GO111MODULE=off CGO_ENABLED=0
  local version component
  version=v$(sed -nE 's/^kubernetes \(([0-9.]+)\+really([0-9.]+).*/\2/p; s/^kubernetes \(([0-9.]+)-.*/\1/p' \
    "$GOPATH/src/k8s.io/kubernetes/debian/changelog" | head -n 1)
  LDFLAGS="-s -w"
  local package
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version k8s.io/kubernetes/vendor/k8s.io/component-base/version \
    k8s.io/kubernetes/vendor/k8s.io/client-go/pkg/version; do
    LDFLAGS+=" -X $package.gitVersion=$version -X $package.gitMajor=1 -X $package.gitMinor=$(cut -d. -f2 <<< "$version")"
  done
  cd "$GOPATH/src/k8s.io/kubernetes"
  generate_openapi
  mkdir -p "$CACHE/bin"
  for component in "${COMPONENTS[@]}"; do
    [ -x "$CACHE/bin/$component" ] || {
      say "building $component $version"
      go_build -o "$CACHE/bin/.$component" "./cmd/$component"
      mv "$CACHE/bin/.$component" "$CACHE/bin/$component"
    }
  done
  cp build/pause/linux/pause.c "$CACHE/pause.c" 2> /dev/null || cp build/pause/pause.c "$CACHE/pause.c"
  gcc -Os -static -DVERSION=kcd "$CACHE/pause.c" -o "$CACHE/bin/pause"
}

is_complete() {
  local component
  for component in "${COMPONENTS[@]}" pause; do [ -x "$CACHE/bin/$component" ] || return 1; done
  [ -e "$CACHE/root/.unpacked" ]
}

! is_complete || exit 0
[ "$(id -u)" = 0 ] || { say "building the cluster needs root"; exit 1; }
private_apt
[ -e "$CACHE/root/.unpacked" ] || {
  unpack "$CACHE/root" "${RUNTIME[@]}"
  touch "$CACHE/root/.unpacked"
}
[ -e "$CACHE/toolchain/.unpacked" ] || {
  unpack "$CACHE/toolchain" "$GO-go" "$GO-src"
  touch "$CACHE/toolchain/.unpacked"
}
fetch_source
build_components
# The sources, the compiler and its cache are 2.5 GB; the binaries are what is needed.
rm -rf "$CACHE/go" "$CACHE/go-cache" "$CACHE/toolchain" "$CACHE/source" "$CACHE/openapi-gen" "$CACHE/apt"
say "the cluster's programs are in $CACHE"
