#!/bin/bash
# The images' base out of Debian's packages: the C and C++ libraries that a JVM and BoringSSL need, and an unprivileged
# user. No shell, no package manager, nothing that starts. usage: base.sh FILE.tar
set -euo pipefail

PACKAGES=base-files,libc6,libgcc-s1,libstdc++6,zlib1g
RELEASE=bookworm
# The pods' securityContext names the same.
USER_ID=10001

hook=$(mktemp)
trap 'rm -f "$hook"' EXIT
cat > "$hook" << HOOK
#!/bin/sh
set -e
root=\$1
mkdir -p "\$root/etc" "\$root/tmp" "\$root/usr/share/kcd"
printf 'root:x:0:0::/:/nologin\nkcd:x:$USER_ID:$USER_ID::/:/nologin\n' > "\$root/etc/passwd"
printf 'root:x:0:\nkcd:x:$USER_ID:\n' > "\$root/etc/group"
printf 'hosts: files dns\n' > "\$root/etc/nsswitch.conf"
for deb in "\$root"/var/cache/apt/archives/*.deb; do
  dpkg-deb --show --showformat='\${Package} \${Version}\n' "\$deb"
done | grep -v "^mawk " | sort > "\$root/usr/share/kcd/debian-packages"
rm -rf "\$root/usr/bin/mawk" "\$root"/usr/share/doc/*/changelog* "\$root/usr/share/man" "\$root/usr/share/info" "\$root/usr/share/locale" \\
  "\$root/var/lib/apt" "\$root/var/cache"
HOOK
chmod +x "$hook"
mmdebstrap --quiet --mode=root --variant=extract --aptopt='Acquire::Retries "5"' --include="$PACKAGES" --extract-hook="$hook" \
  "$RELEASE" "$1" > /dev/null
