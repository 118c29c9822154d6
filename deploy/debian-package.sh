#!/bin/bash
# The files of a Debian package, unpacked and not installed: from the machine's own Debian mirror, in lists of our own, and so
# also of another release than the machine's. usage: debian-package.sh RELEASE PACKAGE CACHE; the files are then in CACHE/unpacked
set -euo pipefail
RELEASE=$1 PACKAGE=$2 CACHE=$3

mirror=$(sed -nE 's/^URIs: *([^ ]+\/debian)\/?( .*)?$/\1/p; s/^deb (\[[^]]*\] )?([^ ]+\/debian)\/? .*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources 2> /dev/null | head -n 1) || true
[ -n "$mirror" ] || exit 1
mkdir -p "$CACHE/sources" "$CACHE/lists/partial" "$CACHE/archives/partial"
printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n' \
  "$mirror" "$RELEASE" > "$CACHE/sources/$RELEASE.sources"
apt=(-qq -o Acquire::Retries=5 -o Dir::Etc::SourceList=/dev/null -o "Dir::Etc::SourceParts=$CACHE/sources" -o "Dir::State::Lists=$CACHE/lists"
  -o "Dir::State::status=/dev/null" -o "Dir::Cache=$CACHE" -o APT::Sandbox::User="$(id -un)")
apt-get "${apt[@]}" update
cd "$CACHE"
apt-get "${apt[@]}" download "$PACKAGE"
dpkg-deb -x "${PACKAGE}"_*.deb unpacked
rm "${PACKAGE}"_*.deb
