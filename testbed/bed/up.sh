#!/bin/bash
# A multi-domain "Active Directory" on loopback addresses, in one command:
#   Samba AD DC per domain          LDAP 389/636, global catalog 3268/3269, DNS 53: a real AD schema
#   MIT krb5kdc per domain          Kerberos 88 with the directory's own keys; S4U2Self, S4U2Proxy and resource-based
#                                   delegation across the domains (kdb/adshim.c)
#   Apache + mod_auth_gssapi each   the domain's "Exchange", exch.DOMAIN, http 8080 and https 8443
#
# Needs root and Debian 12 or 13; a container's default capabilities do. Uses no namespace, and changes nothing outside
# of its directory but the packages it installs. Parameters: common.sh. Says "already up" when it is.
set -euo pipefail
. "$(dirname "$0")/common.sh"

KDC=${KCD_TESTBED_KDC:-mit}
DEFINITION=${KCD_TESTBED_DEFINITION:-$BED_SOURCE/bed.json}
PORT_TIMEOUT_SECONDS=120
STRICT_KDC_PORT=8088
CERTIFICATE_DAYS=3650
LARGE_FILE_BYTES=$((128 * 1024 * 1024))

export TDB_NO_FSYNC=1 # of no value to a test bed, and much of the time on a busy disk

# ---------------------------------------------------------------- progress

begin=$(date +%s%N)
lap() { printf '[%6d ms] %s\n' $((($(date +%s%N) - begin) / 1000000)) "$*"; }

# Runs at every exit: a bed is up as a whole or not at all.
finish() {
  local status=$? newest
  [ "$status" != 0 ] || return 0
  # shellcheck disable=SC2012  # the names are ours
  newest=$(ls -t "$BED/log" | head -n 1)
  {
    say "testbed: the bed could not be brought up; its logs are in $BED/log"
    if [ -n "$newest" ]; then tail -n 5 "$BED/log/$newest" | sed "s|^|$newest: |"; fi
  } >&2
  "$BED_SOURCE/down.sh" > /dev/null
}

# daemon NAME COMMAND...: starts a daemon as the leader of its own session and notes who it is.
daemon() {
  local name=$1 pid
  shift
  setsid "$@" > "$BED/log/$name.out" 2>&1 < /dev/null 3<&- 9>&- &
  pid=$!
  disown "$pid" # or in_parallel would take it for work of its own
  say "$pid $(started_at "$pid") $name" >> "$BED/daemons"
}

wait_for_port() {
  local address=$1 port=$2 deadline=$((SECONDS + PORT_TIMEOUT_SECONDS))
  until (exec 3<> "/dev/tcp/$address/$port") 2>/dev/null; do
    [ "$SECONDS" -lt "$deadline" ] || die "nothing answers on $address:$port after $PORT_TIMEOUT_SECONDS s"
    sleep 0.05
  done
}

check_port_is_free() {
  local address=$2 port
  for port in 53 88 389 636 3268 3269 8080 "$STRICT_KDC_PORT" 8443; do
    if (exec 3<> "/dev/tcp/$address/$port") 2>/dev/null; then
      die "something listens on $address:$port already: another bed? Choose others with KCD_TESTBED_ADDRESSES"
    fi
  done
}

# Runs COMMAND for every domain, as many at a time as there are processors; fails if one fails.
in_parallel() {
  local realm address dc netbios job jobs=()
  while read -r realm address dc netbios; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do sleep 0.05; done
    "$@" "$realm" "$address" "$dc" "$netbios" < /dev/null 3<&- &
    jobs+=($!)
  done < "$BED/domains"
  for job in "${jobs[@]}"; do wait "$job" || die "failed: $*"; done
}

# ---------------------------------------------------------------- what the bed consists of

describe() {
  local addresses=()
  read -ra addresses <<< "${KCD_TESTBED_ADDRESSES:-}"
  "$PYTHON" "$BED_SOURCE/describe.py" resolve "$DEFINITION" ${addresses[@]+"${addresses[@]}"} > "$BED/bed.json.new"
  # What was provisioned and certified for other addresses or accounts is of no use any more.
  cmp -s "$BED/bed.json" "$BED/bed.json.new" || rm -rf "$BED/seed" "$BED/tls"
  mv "$BED/bed.json.new" "$BED/bed.json"
  "$PYTHON" "$BED_SOURCE/describe.py" domains "$BED" > "$BED/domains"
  each_domain check_port_is_free
}

client_configuration() {
  local first
  read -r first _ < "$BED/domains"
  # Without [domain_realm], for clients that have to find the S4U2Proxy ticket of another domain in a credential
  # cache: MIT files it under the empty (referral) realm.
  {
    printf '[libdefaults]\n default_realm = %s\n dns_lookup_kdc = false\n dns_lookup_realm = false\n' "$first"
    # allow_rc4: krb5 1.21 asks for it. Whatever has an AES key still gets AES.
    printf ' dns_canonicalize_hostname = false\n rdns = false\n forwardable = true\n allow_rc4 = true\n[realms]\n'
    awk '{ print " " $1 " = {\n  kdc = " $2 "\n }" }' "$BED/domains"
  } > "$BED/krb5-referral.conf"
  {
    cat "$BED/krb5-referral.conf"
    say '[domain_realm]'
    awk '{ dns = tolower($1); print " ." dns " = " $1 "\n " dns " = " $1 }' "$BED/domains"
  } > "$BED/krb5.conf"
}

# ---------------------------------------------------------------- certificates

certificate_authority() {
  [ ! -e "$BED/tls/ca.crt" ] || return 0
  openssl req -x509 -newkey rsa:2048 -nodes -keyout "$BED/tls/ca.key" -out "$BED/tls/ca.crt" \
    -days "$CERTIFICATE_DAYS" -subj "/CN=kcd-testbed CA" -addext 'keyUsage=critical,keyCertSign,cRLSign' 2>/dev/null
}

# certificate FILE NAME ADDRESS [NAME...]: with the alternative names that strict clients look at.
certificate() {
  local file=$BED/tls/$1 name=$2 names="DNS:$2,IP:$3" other
  [ ! -e "$file.crt" ] || return 0
  for other in "${@:4}"; do names+=",DNS:$other"; done
  openssl req -newkey rsa:2048 -nodes -keyout "$file.key" -out "$file.csr" -subj "/CN=$name" 2>/dev/null
  printf '%s\n' "subjectAltName=$names" 'basicConstraints=critical,CA:FALSE' 'extendedKeyUsage=serverAuth' \
    'keyUsage=critical,digitalSignature,keyEncipherment' > "$file.ext"
  openssl x509 -req -in "$file.csr" -CA "$BED/tls/ca.crt" -CAkey "$BED/tls/ca.key" -set_serial "0x$(openssl rand -hex 8)" \
    -days "$CERTIFICATE_DAYS" -extfile "$file.ext" -out "$file.crt" 2>/dev/null
  rm -f "$file.csr" "$file.ext"
  chmod 600 "$file.key" # Samba refuses a key that others may read
}

certificates() {
  local dns=${1,,} address=$2 dc=$3
  certificate "$dc" "$dc.$dns" "$address" "$dns"
  certificate "exch.$dns" "exch.$dns" "$address" "autodiscover.$dns"
}

# Certificates that say nothing of their holders: only the directory knows whose they are.
holder_certificates() {
  local holder
  while read -r holder; do
    [ ! -e "$BED/tls/$holder.der" ] || continue
    openssl req -x509 -newkey rsa:2048 -nodes -keyout "$BED/tls/$holder.key" -out "$BED/tls/$holder.crt" \
      -days "$CERTIFICATE_DAYS" -subj '/CN=A device' 2>/dev/null
    openssl x509 -in "$BED/tls/$holder.crt" -outform DER -out "$BED/tls/$holder.der"
  done < <("$PYTHON" "$BED_SOURCE/describe.py" holders "$BED")
}

# ---------------------------------------------------------------- directories

# The CPU-seconds are here; a provisioned domain is kept in seed/, whence the next up.sh takes it.
provision() {
  local realm=$1 address=$2 dc=$3 netbios=$4 samba=$BED/$1/samba log=$BED/log/provision.$1 password
  rm -rf "$samba"
  mkdir -p "$BED/$realm"
  if [ -e "$BED/seed/$realm.tar" ]; then
    tar -C "$BED/$realm" -xf "$BED/seed/$realm.tar"
    return
  fi
  password=$("$PYTHON" -c 'import json, sys; print(json.load(open(sys.argv[1]))["administrator_password"])' "$BED/bed.json")
  mkdir -p "$samba/etc" "$samba/run"
  : > "$samba/etc/smb.conf" # must exist and be empty; it keeps /etc/samba/smb.conf from being read
  # vfs objects: NT ACLs of sysvol go to a file, for want of CAP_SYS_ADMIN in containers.
  SMB_CONF_PATH=$samba/etc/smb.conf samba-tool domain provision \
    --realm="$realm" --domain="$netbios" --host-name="$dc" --host-ip="$address" --server-role=dc \
    --dns-backend=SAMBA_INTERNAL --adminpass="$password" --targetdir="$samba" \
    --option="interfaces=$address/8" --option="bind interfaces only=yes" \
    --option="pid directory=$samba/run" --option="ncalrpc dir=$samba/run/ncalrpc" \
    --option="winbindd socket directory=$samba/run/winbindd" \
    --option="ntp signd socket directory=$samba/run/ntp" --option="log file=$samba/log.samba" \
    --option="vfs objects=dfs_samba4 acl_xattr xattr_tdb" --option="xattr_tdb:file=$samba/xattr.tdb" \
    --option="tls keyfile=$BED/tls/$dc.key" --option="tls certfile=$BED/tls/$dc.crt" \
    --option="tls cafile=$BED/tls/ca.crt" > "$log" 2>&1 || {
    tail -n 5 "$log" >&2
    return 1
  }
  mkdir -p "$BED/seed"
  tar -C "$BED/$realm" -cf "$BED/seed/$realm.tar.new" samba
  mv "$BED/seed/$realm.tar.new" "$BED/seed/$realm.tar"
}

directory() { "$PYTHON" -W ignore "$BED_SOURCE/directory.py" "$@"; }
populate() { directory populate "$BED" "$1" > "$BED/log/populate.$1" 2>&1 || { cat "$BED/log/populate.$1" >&2; return 1; }; }
export_keytabs() { directory keytabs "$BED" "$1" > "$BED/log/keytabs.$1" 2>&1 || { cat "$BED/log/keytabs.$1" >&2; return 1; }; }

start_directory() {
  local realm=$1 services=ldap,cldap,dns
  [ "$KDC" = mit ] || services+=,kdc
  # One process, no smbd, no winbindd: nothing of it touches /run/samba.
  daemon "samba.$realm" samba -s "$BED/$realm/samba/etc/smb.conf" -F --no-process-group -M single \
    --option="server services=$services"
}

# ---------------------------------------------------------------- KDCs

compile() {
  local multiarch
  multiarch=$(gcc -print-multiarch)
  gcc -O1 -Wall -Wextra -shared -fPIC -DDB2_MODULE="\"/usr/lib/$multiarch/krb5/plugins/kdb/db2.so\"" \
    -o "$BED/bin/adshim.so" "$BED_SOURCE/kdb/adshim.c" -ldl -lkrb5
  gcc -O1 -Wall -Wextra -o "$BED/bin/ktload" "$BED_SOURCE/kdb/ktload.c" -lkadm5srv_mit -lkdb5 -lkrb5 -lcom_err
}

# for_kdc REALM COMMAND...: with the environment of that realm's KDC.
for_kdc() {
  local kdc=$BED/$1/kdc
  shift
  KRB5_CONFIG=$BED/krb5.conf KRB5_KDC_PROFILE=$kdc/kdc.conf ADSHIM_RULES=$kdc/rules "$@"
}

create_kdc() {
  local realm=$1 address=$2 kdc=$BED/$1/kdc
  rm -rf "$kdc"
  mkdir -p "$kdc"
  : > "$kdc/rules"
  cat > "$kdc/kdc.conf" << CONF
[realms]
 $realm = {
  database_module = ad
  key_stash_file = $kdc/stash
  kdc_listen = $address:88
  kdc_tcp_listen = $address:88
  max_renewable_life = 7d
  supported_enctypes = aes256-cts:normal aes128-cts:normal arcfour-hmac:normal
 }
[dbmodules]
 db_module_dir = $BED/bin
 ad = {
  db_library = adshim
  database_name = $kdc/principal
  disable_last_success = true
  disable_lockout = true
 }
[logging]
 kdc = FILE:$BED/log/kdc.$realm
CONF
  for_kdc "$realm" kdb5_util -r "$realm" create -s -P "$(head -c 18 /dev/urandom | base64)" > "$BED/log/kdb5_util.$realm" 2>&1
  trusts "$realm" | for_kdc "$realm" kadmin.local -r "$realm" > "$BED/log/kadmin.$realm" 2>&1
}

# Every ordered pair of domains shares the key of krbtgt/THERE@HERE: a trust in both directions.
trusts() {
  local realm=$1 other principal
  while read -r other _; do
    [ "$other" != "$realm" ] || continue
    for principal in "krbtgt/$other@$realm" "krbtgt/$realm@$other"; do
      say "addprinc -pw trust-$principal $principal"
    done
  done < "$BED/domains"
}

start_kdc() { for_kdc "$1" daemon "kdc.$1" krb5kdc -n -r "$1" -P "$BED/$1/kdc/pid"; }

start_kdcs() {
  compile
  each_domain create_kdc
  directory sync "$BED" > "$BED/log/sync" 2>&1 || {
    tail -n 5 "$BED/log/sync" >&2
    die "the KDCs could not be filled from the directories"
  }
  each_domain start_kdc
  start_strict_kdc
}

# A second KDC over the first domain's database that takes no encrypted timestamp: keys are proven in FAST armour, by an
# encrypted challenge, or not at all.
start_strict_kdc() {
  local realm address kdc
  read -r realm address _ < "$BED/domains"
  kdc=$BED/$realm/kdc
  {
    sed "s/:88\$/:$STRICT_KDC_PORT/; s/kdc = FILE:.*/&.strict/" "$kdc/kdc.conf"
    printf '[plugins]\n kdcpreauth = {\n  disable = encrypted_timestamp\n }\n'
  } > "$kdc/kdc-strict.conf"
  KRB5_CONFIG=$BED/krb5.conf KRB5_KDC_PROFILE=$kdc/kdc-strict.conf ADSHIM_RULES=$kdc/rules \
    daemon "kdc-strict.$realm" krb5kdc -n -r "$realm" -P "$kdc/pid-strict"
  wait_for_port "$address" "$STRICT_KDC_PORT"
}

wait_for_domain() {
  local address=$2 port
  for port in 88 389 636 3268 3269; do wait_for_port "$address" "$port"; done
}

# ---------------------------------------------------------------- web servers

# The domain's web server is the target of two accounts, one with AES keys and, in the first domain, one without. A
# keytab's two bytes of version stand only once.
acceptor_keys() {
  cat "$BED/$1/exchsvc.keytab"
  if [ -e "$BED/$1/oldsvc.keytab" ]; then tail -c +3 "$BED/$1/oldsvc.keytab"; fi
}

start_web() {
  local realm=$1 address=$2 home=$BED/$1/web host=exch.${1,,}
  rm -rf "$home"
  mkdir -p "$home/www" "$home/cgi"
  say "$realm" > "$home/www/index.html"
  truncate -s "$LARGE_FILE_BYTES" "$home/www/large.bin"
  install -m 755 "$BED_SOURCE/web/answer.sh" "$home/cgi/answer"
  acceptor_keys "$realm" > "$home/keytab"
  chmod 600 "$home/keytab"
  chown www-data "$home/keytab"
  chown www-data "$home" # of the CGI daemon's socket
  WEB_HOME=$home WEB_HOST=$host WEB_ADDRESS=$address WEB_MODULES=/usr/lib/apache2/modules \
    WEB_CERTIFICATE=$BED/tls/$host.crt WEB_PRIVATE_KEY=$BED/tls/$host.key KRB5_CONFIG=$BED/krb5.conf \
    daemon "web.$realm" apache2 -f "$BED_SOURCE/web/httpd.conf" -DFOREGROUND
}

wait_for_web() {
  wait_for_port "$2" 8080
  wait_for_port "$2" 8443
}

# ---------------------------------------------------------------- main

case $KDC in mit | samba) ;; *) die "KCD_TESTBED_KDC=$KDC: mit or samba" ;; esac
case $BED in /*) ;; *) die "KCD_TESTBED=$BED: an absolute path, please" ;; esac
[ "$(id -u)" = 0 ] || die "has to run as root: it installs packages and listens on ports 53, 88, 389"

mkdir -p "$BED/bin" "$BED/log" "$BED/tls"
chmod 755 "$BED"
exec 9> "$BED/lock"
flock 9
if bed_is_up; then
  say "already up: $BED"
  exit 0
fi
if [ -e "$BED/daemons" ]; then "$BED_SOURCE/down.sh"; fi # after a reboot, or when a daemon died

trap finish EXIT
trap 'exit 130' HUP INT TERM
"$BED_SOURCE/packages.sh"
lap "packages are there"
describe
client_configuration
mkdir -p "$BED/tls"
certificate_authority
in_parallel certificates
holder_certificates
in_parallel provision
lap "domains provisioned, certificates issued"
in_parallel populate
directory delegate "$BED"
lap "accounts created"
each_domain start_directory
[ "$KDC" = samba ] || start_kdcs
each_domain wait_for_domain
lap "directories and KDCs answer"
in_parallel export_keytabs
each_domain start_web
each_domain wait_for_web
"$PYTHON" "$BED_SOURCE/describe.py" properties "$BED" "$KDC" > "$BED/bed.properties.new"
mv "$BED/bed.properties.new" "$BED/bed.properties"
lap "up: $(wc -l < "$BED/domains") domains, KDC=$KDC, described in $BED/bed.properties; export KRB5_CONFIG=$BED/krb5.conf"
