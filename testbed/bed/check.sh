#!/bin/bash
# Puts every flow of flows.tsv to the bed, by MIT's and OpenLDAP's clients, and what the web servers are for beside that.
# A line for each: ok or BAD; exit code 1 if any is BAD. Changes nothing but two attributes of the user "mapped".
set -euo pipefail
. "$(dirname "$0")/common.sh"

KRB5_ERROR_BASE=-1765328384 # of com_err's numbers for KRB-ERROR codes
UPLOAD_BYTES=3000000
LARGE_FILE_BYTES=134217728

bed_is_up || die "no bed in $BED; bring it up with $BED_SOURCE/up.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export KRB5_CONFIG=$BED/krb5.conf KRB5CCNAME=FILE:$work/cache LDAPTLS_CACERT=$BED/tls/ca.crt
ca=$BED/tls/ca.crt
checks=0
bad=0

report() { # report NAME EXPECTED GOT [DETAIL]
  checks=$((checks + 1))
  if [ "$2" = "$3" ]; then
    printf 'ok   %-70s %s\n' "$1" "$3"
  else
    printf 'BAD  %-70s %s instead of %s: %s\n' "$1" "${3:-nothing}" "$2" "${4:-}"
    bad=$((bad + 1))
  fi
}

# ---------------------------------------------------------------- Kerberos

# The last error a KDC answered with, as MIT's trace shows it.
last_error() {
  local number
  number=$(sed -nE 's/.*(Received error from KDC:|TGS request result:|Got cred;) (-17653283[0-9]+).*/\2/p' "$work/trace" | tail -n 1)
  [ -n "$number" ] && printf '%s' $((number - KRB5_ERROR_BASE))
}

# outcome COMMAND...: ok, or the KRB-ERROR code. The exit code decides: kvno prints "kvno = 2" even after a failure.
outcome() {
  : > "$work/trace"
  if KRB5_TRACE=$work/trace "$@" > "$work/output" 2>&1; then printf ok; else last_error || printf 'no answer'; fi
}

# Begins with an empty cache, so that no flow lives on another one's tickets.
log_on_as() {
  rm -f "$work/cache"
  kinit -f -k -t "$(property "account.$1.keytab")" "$1"
}

# impersonate USER KVNO-ARGUMENT...
impersonate() {
  case $1 in
    upn:*) outcome kvno -U "${1#upn:}" "${@:2}" ;;
    *) outcome kvno -I "$1" "${@:2}" ;;
  esac
}

self() {
  log_on_as "$1"
  impersonate "$2" "${1%@*}"
}

# By the certificate alone; the name under which the ticket is filed is the KDC's finding.
holder() {
  log_on_as "$1"
  outcome kvno --out-cache "FILE:$work/holder" -F "$(property "account.$2.certificate")" "${1%@*}" > "$work/outcome"
  if [ "$(cat "$work/outcome")" != ok ]; then
    cat "$work/outcome"
  else
    klist -c "FILE:$work/holder" | sed -n 's/^Default principal: //p'
  fi
}

# The empty realm makes kvno ask its own realm first; with a foreign one, MIT 1.20 sends the wrong ticket.
proxy() {
  log_on_as "$1"
  impersonate "$2" -P "$3@"
}

# ---------------------------------------------------------------- web

fetch() { # fetch SCHEME HOST CURL-ARGUMENT... : against the web server of that host
  local scheme=$1 host=$2 realm port
  realm=${host#*.}
  realm=${realm^^}
  port=$(property "realm.$realm.web.$scheme-port")
  curl -s --cacert "$ca" --resolve "$host:$port:$(property "realm.$realm.address")" "${@:3}" "$scheme://$host:$port$path"
}

# The ticket goes to a cache of its own, under the realm that MIT files it by: hence the other krb5.conf.
ticket_for() { # ticket_for SERVICE USER SPN
  log_on_as "$1"
  rm -f "$work/ticket"
  kvno -q -I "$2" -P --out-cache "$work/ticket" "$3@" > /dev/null 2>&1 || true
}
fetch_with_ticket() { KRB5_CONFIG=$BED/krb5-referral.conf KRB5CCNAME=FILE:$work/ticket fetch "$@" --negotiate -u :; }

web() { # web SCHEME SERVICE USER SPN: REMOTE_USER, or the status if there is none
  local scheme=$1 service=$2 user=$3 spn=$4 path=/
  if [ "$user" = - ]; then
    fetch "$scheme" "${spn#*/}" -o /dev/null -w '%{http_code}'
    return
  fi
  ticket_for "$service" "$user" "$spn"
  fetch_with_ticket "$scheme" "${spn#*/}" -o /dev/null -D "$work/headers" || true
  tr -d '\r' < "$work/headers" | sed -n 's/^X-Remote-User: //p' | tail -n 1
}

# ---------------------------------------------------------------- directory

# Gives a user a certificate and an alternative identity to be found by.
enrol() {
  local user=$1 realm=${1#*@}
  openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj "/CN=${user%@*}" -days 30 -outform DER \
    -out "$work/user.der" 2>/dev/null
  ldapmodify -x -H "$(property "realm.$realm.ldaps")" -D "$(property "realm.$realm.administrator")" \
    -w "$(property administrator.password)" > /dev/null << LDIF
dn: $(property "account.$user.dn")
changetype: modify
replace: userCertificate
userCertificate:: $(base64 -w0 "$work/user.der")
-
replace: altSecurityIdentities
altSecurityIdentities: Kerberos:${user%@*}@PARTNER.TEST
LDIF
}

find_user() { # find_user SERVICE REALM PORT/BASE FILTER: the accounts found
  ldapsearch -LLL -o ldif_wrap=no -x -H "ldaps://$(property "realm.$2.address"):${3%%/*}" \
    -D "$(property "account.$1.dn")" -w "$(property "account.$1.password")" -b "${3#*/}" "$4" sAMAccountName 2> "$work/output" |
    sed -n 's/^sAMAccountName: //p' | paste -sd ' '
}
# No ";binary": Samba, as Windows, finds nothing under that name.
certificate_filter() { printf '(userCertificate=%s)' "$(od -An -v -tx1 "$work/user.der" | tr -d ' \n' | sed 's/../\\&/g')"; }

# ---------------------------------------------------------------- the table

run_flow() { # run_flow NAME KIND SERVICE USER TARGET EXPECTED
  local name=$1 kind=$2 service=$3 user=$4 target=$5 expected=$6 got
  : > "$work/output"
  case $kind in
    self) got=$(self "$service" "$user") ;;
    proxy) got=$(proxy "$service" "$user" "$target") ;;
    holder) got=$(holder "$service" "$user") ;;
    password) got=$(outcome kinit -c "FILE:$work/other" "$user" <<< "$(property "account.$user.password")") ;;
    wrong-password) got=$(outcome kinit -c "FILE:$work/other" "$user" <<< 'not the password') ;;
    http | https) got=$(web "$kind" "$service" "$user" "$target") ;;
    certificate) got=$(find_user "$service" "${user#*@}" "$target" "$(certificate_filter)") ;;
    alt-security) got=$(find_user "$service" "${user#*@}" "$target" "(altSecurityIdentities=Kerberos:${user%@*}@PARTNER.TEST)") ;;
    *) die "flows.tsv: what is a flow of kind '$kind'?" ;;
  esac
  report "$name" "$expected" "$got" "$(tail -n 1 "$work/output")"
}

check_flows() {
  local name kind service user target expected samba
  while IFS=$'\t' read -r name kind service user target expected samba <&4; do
    case $name in '#'* | name) continue ;; esac
    if [ "$(property kdc)" = samba ]; then expected=$samba; fi
    [ "$expected" = - ] || run_flow "$name" "$kind" "$service" "$user" "$target" "$expected"
  done 4< "$BED_SOURCE/flows.tsv"
}

# ---------------------------------------------------------------- what the web server is for beside names

check_web_paths() {
  local service=SVC_awseg@WORLDWIDE.TEST user=alice@WORLDWIDE.TEST host=exch.worldwide.test path sum
  ticket_for "$service" "$user" "HTTP/$host"
  head -c "$UPLOAD_BYTES" /dev/urandom > "$work/upload"
  sum=$(sha256sum < "$work/upload" | cut -d ' ' -f 1)

  path='/Microsoft-Server-ActiveSync?Cmd=Sync'
  fetch_with_ticket https "$host" --data-binary "@$work/upload" -H 'Expect:' -o "$work/answer" || true
  report 'ActiveSync path: user, and body of a POST' "alice@WORLDWIDE.TEST $UPLOAD_BYTES $sum" \
    "$(sed -n 's/^\(user\|bytes\|sha256\)=//p' "$work/answer" | paste -sd ' ')"

  path=/sink
  fetch_with_ticket https "$host" -T - -H 'Expect:' -X POST -o "$work/answer" < "$work/upload" || true
  report 'upload in chunks' "$UPLOAD_BYTES $sum" "$(sed -n 's/^\(bytes\|sha256\)=//p' "$work/answer" | paste -sd ' ')"

  path=/echo
  fetch_with_ticket https "$host" --data-binary "@$work/upload" -H 'Expect:' -o "$work/answer" || true
  report 'echo of a POST' "$sum" "$(sha256sum < "$work/answer" | cut -d ' ' -f 1)"

  path=/Microsoft-Server-ActiveSync
  fetch_with_ticket https "$host" -X OPTIONS -D "$work/headers" -o /dev/null || true
  report 'OPTIONS names the ActiveSync versions' yes "$(grep -qi '^MS-ASProtocolVersions: .*14.1' "$work/headers" && say yes)"

  path=/large.bin
  report 'download of 128 MiB' "$LARGE_FILE_BYTES" "$(fetch_with_ticket https "$host" -o /dev/null -w '%{size_download}' || true)"
}

enrol mapped@WORLDWIDE.TEST
check_flows
check_web_paths
say "$((checks - bad)) ok, $bad BAD"
[ "$bad" = 0 ]
