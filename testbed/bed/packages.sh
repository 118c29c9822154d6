#!/bin/bash
# Installs, by apt-get, what the bed is made of. Starts no daemon: policy-rc.d forbids it while apt runs.
# Idempotent; does nothing and needs no network when all is there.
set -euo pipefail
. "$(dirname "$0")/common.sh"

directory='samba samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules python3-samba
  python3-cryptography ldb-tools ldap-utils'
kerberos='krb5-user krb5-kdc krb5-admin-server gcc libc6-dev libkrb5-dev'
web='apache2 libapache2-mod-auth-gssapi curl'
tools='openssl procps util-linux faketime'

POLICY=/usr/sbin/policy-rc.d
retrying=(-o Acquire::Retries=5) # a mirror that is busy for a moment

is_installed() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed; }
is_known() { apt-cache show "$1" >/dev/null 2>&1; }

missing_packages() {
  local package
  for package in $directory $kerberos $web $tools; do
    # What a release does not know is part of another package there: samba-ad-dc in Debian 12, for one.
    if ! is_installed "$package" && is_known "$package"; then printf '%s ' "$package"; fi
  done
}

[ "$(id -u)" = 0 ] || die "has to run as root: it installs packages and listens on ports 53, 88, 389"
command -v apt-get >/dev/null ||
  die "needs Debian 12 or 13 (or Ubuntu of that age): here is no apt-get. Everything else in this project runs without the bed"

mkdir -p "$BED/log"
is_known samba || apt-get "${retrying[@]}" update -qq # a fresh machine has no lists yet
read -ra missing <<< "$(missing_packages)"
[ ${#missing[@]} -gt 0 ] || exit 0

if [ ! -e "$POLICY" ]; then
  trap 'rm -f "$POLICY"' EXIT
  printf '#!/bin/sh\nexit 101\n' > "$POLICY"
  chmod 755 "$POLICY"
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get "${retrying[@]}" install -y -qq --no-install-recommends "${missing[@]}" > "$BED/log/apt.log" 2>&1 < /dev/null; }
# Once more with fresh lists: old ones name versions that the archive no longer has.
install || { apt-get "${retrying[@]}" update -qq && install; } || {
  tail -n 20 "$BED/log/apt.log" >&2
  die "apt-get could not install: ${missing[*]} (all of its output: $BED/log/apt.log)"
}
