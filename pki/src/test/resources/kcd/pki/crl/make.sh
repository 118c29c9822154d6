#!/bin/sh
# Makes the fixtures of OpenSslCrlTest anew: lists as "openssl ca -gencrl" issues them. Made with OpenSSL 3.0.19.
# The key is thrown away, so all files change together.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 3650 \
    -subj "/C=DE/O=Fixtures/CN=OpenSSL Test CA" -addext keyUsage=critical,keyCertSign,cRLSign

cat > ca.cnf <<CNF
[ca]
default_ca = ca_default
[ca_default]
database = index.txt
default_md = sha256
default_crl_days = 30
crlnumber = number
[plain]
authorityKeyIdentifier = keyid
[partition]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical, @point
freshestCRL = URI:http://crl.example/delta.crl
[point]
fullname = URI:http://crl.example/ca.crl
onlyuser = TRUE
[unknown]
authorityKeyIdentifier = keyid
1.3.6.1.4.1.99999.1 = critical, ASN1:UTF8:nobody knows
CNF

# status, expiry, revocation time[,reason[,time]], serial, file, subject
{
    printf 'R\t351231235959Z\t260101000000Z\t01\tunknown\t/CN=one\n'
    printf 'R\t351231235959Z\t260102000000Z,keyCompromise\t7FFFFFFF\tunknown\t/CN=two\n'
    printf 'R\t351231235959Z\t260103000000Z,CAkeyTime,20260101000000Z\t80000000\tunknown\t/CN=three\n'
    printf 'R\t351231235959Z\t260104000000Z,certificateHold\tFF00112233445566778899AABBCCDDEEFF001122\tunknown\t/CN=four\n'
    printf 'R\t351231235959Z\t260105000000Z,holdInstruction,holdInstructionReject\t00A1B2\tunknown\t/CN=five\n'
    printf 'V\t351231235959Z\t\t05\tunknown\t/CN=valid\n'
} > index.txt

gencrl() {
    echo 1000 > number
    openssl ca -config ca.cnf -gencrl -keyfile ca.key -cert ca.pem -out list.pem "$@"
    openssl crl -in list.pem -outform der
}
gencrl -crlexts plain > "$here/openssl-plain.crl"
gencrl -crlexts partition > "$here/openssl-partition.crl"
gencrl -crlexts unknown > "$here/openssl-unknown-critical.crl"
gencrl -crlexts plain -md sha1 > "$here/openssl-sha1.crl"
sed -i '/^crlnumber/d' ca.cnf
sed -n '1p;6p' index.txt > one.txt && mv one.txt index.txt
gencrl > "$here/openssl-version1.crl"
cp ca.pem "$here/openssl-ca.pem"
