#!/usr/bin/python3
"""Says what a bed consists of, for shell scripts and for tests. Reads JSON only; needs no Samba.

    describe.py resolve DEFINITION [ADDRESS...]   the definition as JSON, its addresses replaced by those given
    describe.py domains BED                       "REALM ADDRESS DC NETBIOS" a line
    describe.py properties BED KDC                bed.properties (java.util.Properties) for the tests
"""
import json
import sys

HTTP_PORT = 8080
HTTPS_PORT = 8443
STRICT_KDC_PORT = 8088  # of the first domain's second KDC, up.sh


def resolve(definition, *addresses):
    with open(definition, encoding='utf-8') as file:
        bed = json.load(file)
    domains = bed['domains']
    if addresses:
        if len(addresses) != len(domains) or len(set(addresses)) != len(domains):
            sys.exit('KCD_TESTBED_ADDRESSES: %d different addresses are needed, one for each domain of %s; given: %s'
                     % (len(domains), definition, ' '.join(addresses)))
        wrong = [address for address in addresses if not address.startswith('127.')]
        if wrong:
            sys.exit('KCD_TESTBED_ADDRESSES: the bed stays on loopback, 127.x.y.z; given: %s' % ' '.join(wrong))
        for domain, address in zip(domains, addresses):
            domain['address'] = address
    json.dump(bed, sys.stdout, indent=2)
    print()


def load(home):
    with open(home + '/bed.json', encoding='utf-8') as file:
        return json.load(file)


def domains(home):
    for domain in load(home)['domains']:
        print(domain['realm'], domain['address'], domain['dc'], domain['netbios'])


def base_dn(realm):
    return ','.join('DC=' + label for label in realm.lower().split('.'))


def holders(home):
    """Accounts that hold a certificate, which the directory publishes."""
    for account in load(home)['accounts']:
        if account.get('certificate'):
            print('%s@%s' % (account['name'], account['realm']))


def properties(home, kdc):
    bed = load(home)
    put = lambda key, value: print('%s=%s' % (key, value))
    put('home', home)
    put('kdc', kdc)
    put('ca', home + '/tls/ca.crt')
    put('krb5.conf', home + '/krb5.conf')
    put('krb5-referral.conf', home + '/krb5-referral.conf')
    put('administrator.password', bed['administrator_password'])
    put('realms', ','.join(domain['realm'] for domain in bed['domains']))
    if kdc == 'mit':
        put('strict-kdc', '%s:%d' % (bed['domains'][0]['address'], STRICT_KDC_PORT))
    for domain in bed['domains']:
        realm, address = domain['realm'], domain['address']
        dns = realm.lower()
        key = 'realm.%s.' % realm
        put(key + 'address', address)
        put(key + 'netbios', domain['netbios'])
        put(key + 'kdc', address + ':88')
        put(key + 'dc', '%s.%s' % (domain['dc'], dns))
        put(key + 'base-dn', base_dn(realm))
        put(key + 'administrator', 'Administrator@' + dns)
        put(key + 'ldap', 'ldap://%s:389' % address)
        put(key + 'ldaps', 'ldaps://%s:636' % address)
        put(key + 'global-catalog', 'ldaps://%s:3269' % address)
        put(key + 'web.host', 'exch.' + dns)
        put(key + 'web.spn', 'HTTP/exch.' + dns)
        put(key + 'web.http-port', HTTP_PORT)
        put(key + 'web.https-port', HTTPS_PORT)
    put('accounts', ','.join('%s@%s' % (account['name'], account['realm']) for account in bed['accounts']))
    for account in bed['accounts']:
        realm, name = account['realm'], account['name']
        key = 'account.%s@%s.' % (name, realm)
        put(key + 'password', account['password'])
        put(key + 'dn', 'CN=%s,CN=Users,%s' % (name, base_dn(realm)))
        put(key + 'upn', account.get('upn', '%s@%s' % (name, realm.lower())))
        if account.get('certificate'):
            put(key + 'certificate', '%s/tls/%s@%s.crt' % (home, name, realm))
        if 'spn' in account:
            put(key + 'spns', ','.join(account['spn']))
            put(key + 'keytab', '%s/%s/%s.keytab' % (home, realm, name))


if __name__ == '__main__':
    commands = {'resolve': resolve, 'domains': domains, 'holders': holders, 'properties': properties}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
