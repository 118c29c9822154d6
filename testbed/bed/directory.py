#!/usr/bin/python3
"""Works on the Samba directories of a bed, directly on their databases: no password, no network.

    directory.py populate BED REALM    creates the accounts that BED/bed.json names for one domain
    directory.py delegate BED          lets services of other domains delegate to this one's (resource based)
    directory.py keytabs BED REALM     exports a keytab for each account that has a service principal name
    directory.py sync BED              brings the KDCs up to what the directories say now: keys, flags, rules.
                                       To be run after any change in a directory (about a second)

One process per domain for populate and keytabs: Samba's LoadParm is one per process, and the salt of a new
password takes its realm from the one loaded last.
"""
import binascii
import hashlib
import json
import os
import subprocess
import sys
import time

import ldb
import samba.dckeytab  # adds export_keytab to Net
from samba.auth import system_session
from samba.dcerpc import drsblobs, security
from samba.ndr import ndr_pack, ndr_unpack
from samba.net import Net
from samba.param import LoadParm
from samba.samdb import SamDB

# userAccountControl, MS-ADTS section 2.2.16
ACCOUNT_DISABLED = 0x2
NORMAL_ACCOUNT = 0x200
PASSWORD_NEVER_EXPIRES = 0x10000
NOT_DELEGATED = 0x100000
DONT_REQUIRE_PREAUTH = 0x400000
TRUSTED_TO_AUTH_FOR_DELEGATION = 0x1000000

AES_ONLY = '24'  # msDS-SupportedEncryptionTypes: AES128 and AES256. Without it, accounts with SPNs get RC4 tickets.
RC4 = '4'
BYPASS_PASSWORD_HASH = 'local_oid:1.3.6.1.4.1.7165.4.3.12:0'  # Samba's control for writing keys as they are
NEVER = (0, 0x7FFFFFFFFFFFFFFF)  # accountExpires
LONG_AGO = '132000000000000000'  # a Windows time in 2019
SECONDS_1601_TO_1970 = 11644473600
PROTECTED_USERS_RID = 525
ACCESS_ALLOWED_ACE = 0
FULL_CONTROL = 'CCDCLCSWRPWPDTLOCRSDRCWDWO'


class Directory:
    """One domain's database."""

    def __init__(self, home, realm):
        self.realm = realm
        self.home = '%s/%s' % (home, realm)
        settings = LoadParm()
        settings.load(self.home + '/samba/etc/smb.conf')
        self.db = SamDB(url=self.home + '/samba/private/sam.ldb', lp=settings, session_info=system_session(settings))
        self.base = self.db.domain_dn()

    def search(self, expression, attributes=None):
        return self.db.search(self.base, ldb.SCOPE_SUBTREE, expression, attrs=attributes)

    def account(self, name):
        return self.search('(sAMAccountName=%s)' % ldb.binary_encode(name))[0]

    def replace(self, dn, values):
        message = ldb.Message(dn)
        for attribute, value in values.items():
            message[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
        self.db.modify(message)

    def sid(self, name):
        return str(ndr_unpack(security.dom_sid, self.account(name)['objectSid'][0]))

    def export_keytab(self, path, principal):
        # LoadParm again: it is one per process, and another domain's may have been loaded since.
        settings = LoadParm()
        settings.load(self.home + '/samba/etc/smb.conf')
        Net(None, settings).export_keytab(keytab=path, principal=principal)


def load(home):
    with open(home + '/bed.json', encoding='utf-8') as file:
        return json.load(file)


def realms_of(home):
    return [domain['realm'] for domain in load(home)['domains']]


# ---------------------------------------------------------------- populate, delegate, keytabs


def populate(home, realm):
    directory = Directory(home, realm)
    # The tests choose their own passwords, and these must not age.
    directory.replace(ldb.Dn(directory.db, directory.base), {'pwdProperties': '0', 'minPwdLength': '0', 'maxPwdAge': '-9223372036854775808'})
    for account in load(home)['accounts']:
        if account['realm'] == realm:
            directory.db.transaction_start()
            create(directory, account, home + '/tls')
            directory.db.transaction_commit()


def create(directory, account, certificates):
    name = account['name']
    dn = 'CN=%s,CN=Users,%s' % (name, directory.base)
    entry = {
        'dn': dn,
        'objectClass': 'user',
        'sAMAccountName': name,
        'userPrincipalName': account.get('upn', '%s@%s' % (name, directory.realm.lower())),
        'msDS-SupportedEncryptionTypes': RC4 if account.get('rc4_only') else AES_ONLY,
    }
    if account.get('certificate'):
        with open('%s/%s@%s.der' % (certificates, name, directory.realm), 'rb') as file:
            entry['userCertificate'] = file.read()
    if 'spn' in account:
        entry['servicePrincipalName'] = account['spn']
    if 'delegates_to' in account:
        entry['msDS-AllowedToDelegateTo'] = account['delegates_to']
    directory.db.add(entry)
    directory.db.setpassword('(distinguishedName=%s)' % ldb.binary_encode(dn), account['password'], False)

    if account.get('rc4_only'):
        drop_aes_keys(directory, dn)
    control = NORMAL_ACCOUNT | PASSWORD_NEVER_EXPIRES
    for key, flag in (('disabled', ACCOUNT_DISABLED), ('sensitive', NOT_DELEGATED), ('no_preauth', DONT_REQUIRE_PREAUTH),
                      ('protocol_transition', TRUSTED_TO_AUTH_FOR_DELEGATION)):
        if account.get(key):
            control |= flag
    values = {'userAccountControl': str(control)}
    if account.get('expired'):
        values['accountExpires'] = LONG_AGO
    directory.replace(ldb.Dn(directory.db, dn), values)
    for group in account.get('groups', ()):
        directory.db.add_remove_group_members(group, [name], add_members_operation=True)


def drop_aes_keys(directory, dn):
    """As an account whose password was set before its domain knew AES: the NT hash, which is the RC4 key, is all it has."""
    message = ldb.Message(ldb.Dn(directory.db, dn))
    message['supplementalCredentials'] = ldb.MessageElement([], ldb.FLAG_MOD_DELETE, 'supplementalCredentials')
    directory.db.modify(message, [BYPASS_PASSWORD_HASH])


def delegate(home):
    """Resource-based delegation names services by SID, so it has to wait until every domain is populated."""
    directories = {realm: Directory(home, realm) for realm in realms_of(home)}
    for account in load(home)['accounts']:
        if 'accepts_from' not in account:
            continue
        directory = directories[account['realm']]
        entries = ''
        for principal in account['accepts_from']:
            name, realm = principal.split('@')
            entries += '(A;;%s;;;%s)' % (FULL_CONTROL, directories[realm].sid(name))
        descriptor = security.descriptor.from_sddl('O:BAD:' + entries, security.dom_sid(directory.db.get_domain_sid()))
        directory.replace(directory.account(account['name']).dn, {'msDS-AllowedToActOnBehalfOfOtherIdentity': ndr_pack(descriptor)})


def keytabs(home, realm):
    directory = Directory(home, realm)
    for account in load(home)['accounts']:
        if account['realm'] != realm or 'spn' not in account:
            continue
        path = '%s/%s.keytab' % (directory.home, account['name'])
        if os.path.exists(path):
            os.unlink(path)
        for principal in [account['name']] + account['spn']:
            directory.export_keytab(path, principal)
        # These passwords are public, in bed.json; tests that do not run as root need the keys too.
        os.chmod(path, 0o644)


# ---------------------------------------------------------------- sync


class Account:
    """What a KDC has to know about one account."""

    def __init__(self, directory, protected, now, entry):
        name = str(entry['sAMAccountName'])
        self.realm = directory.realm
        self.principal = '%s@%s' % (name, directory.realm)
        self.sid = str(ndr_unpack(security.dom_sid, entry['objectSid'][0]))
        self.spns = [str(value) for value in entry.get('servicePrincipalName', ())]
        self.certificates = [bytes(value) for value in entry.get('userCertificate', ())]
        self.delegates_to = [str(value) for value in entry.get('msDS-AllowedToDelegateTo', ())]
        self.accepts_from = trustees(entry)
        upn = str(entry.get('userPrincipalName', ''))
        # A UPN whose suffix is the realm needs no alias: it reads as the principal itself.
        self.foreign_upn = upn if upn and upn.split('@')[-1].upper() != directory.realm else None
        self.salt = salt(directory.realm + name, entry)
        self.flags = flags(entry, protected, now)


def flags(entry, protected, now):
    control = int(str(entry['userAccountControl']))
    expires = int(str(entry.get('accountExpires', '0')))
    found = []
    # As Windows: KDC_ERR_CLIENT_REVOKED for disabled, locked out and expired alike.
    if control & ACCOUNT_DISABLED or int(str(entry.get('lockoutTime', '0'))) or (expires not in NEVER and expires <= now):
        found.append('disabled')
    if control & NOT_DELEGATED or str(entry.dn) in protected:
        found.append('not-delegated')
    if control & TRUSTED_TO_AUTH_FOR_DELEGATION:
        found.append('protocol-transition')
    if control & DONT_REQUIRE_PREAUTH:
        found.append('no-preauth')
    if int(str(entry.get('pwdLastSet', '1'))) == 0:
        found.append('must-change')
    return found


def salt(usual, entry):
    """The salt the keys were made with: it keeps the name an account had when its password was set."""
    if 'supplementalCredentials' in entry:
        for package in ndr_unpack(drsblobs.supplementalCredentialsBlob, entry['supplementalCredentials'][0]).sub.packages:
            if package.name == 'Primary:Kerberos-Newer-Keys':
                return ndr_unpack(drsblobs.package_PrimaryKerberosBlob, binascii.a2b_hex(package.data)).ctr.salt.string
    return usual


def trustees(entry):
    """SIDs that may act on behalf of others towards this account."""
    packed = entry.get('msDS-AllowedToActOnBehalfOfOtherIdentity', idx=0)
    if not packed:
        return []
    return [str(ace.trustee) for ace in ndr_unpack(security.descriptor, packed).dacl.aces if ace.type == ACCESS_ALLOWED_ACE]


def accounts_of(directory):
    protected = set()
    for group in directory.search('(objectSid=%s-%d)' % (directory.db.get_domain_sid(), PROTECTED_USERS_RID), ['member']):
        protected.update(str(ldb.Dn(directory.db, str(member))) for member in group.get('member', ()))
    now = int((time.time() + SECONDS_1601_TO_1970) * 10**7)
    found = []
    for entry in directory.search('(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2048))(!(userAccountControl:1.2.840.113556.1.4.803:=32)))', [
            'sAMAccountName', 'userPrincipalName', 'servicePrincipalName', 'userAccountControl', 'accountExpires', 'lockoutTime',
            'pwdLastSet', 'msDS-AllowedToDelegateTo', 'msDS-AllowedToActOnBehalfOfOtherIdentity', 'objectSid', 'supplementalCredentials', 'userCertificate']):
        name = str(entry['sAMAccountName'])
        if name not in ('krbtgt', 'Guest') and ' ' not in name:
            found.append(Account(directory, protected, now, entry))
    return found


def certificate_file(home, der):
    """The KDCs compare whole certificates, so each is kept in a file of its own."""
    path = '%s/certificates/%s.der' % (home, hashlib.sha256(der).hexdigest())
    if not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'wb') as file:
            file.write(der)
    return path


def rules(home, realm, realms, accounts):
    """The rules of one KDC, in the language of kdb/adshim.c. It sees all domains, as a global catalog does."""
    principal_of = {account.sid: account.principal for account in accounts}
    lines = []
    for account in accounts:
        at_home = account.realm == realm
        for name in account.spns + ([account.foreign_upn] if account.foreign_upn else []):
            lines.append('alias %s %s' % (name, account.principal) if at_home else 'away %s %s' % (name, account.realm))
        lines.extend('cert %s %s' % (certificate_file(home, der), account.principal) for der in account.certificates)
        if 'not-delegated' in account.flags:
            lines.append('sensitive %s' % account.principal)
        if at_home:
            lines.extend('allow-to %s %s' % (account.principal, target) for target in account.delegates_to)
            lines.extend('allow-from %s %s' % (account.principal, principal_of[sid]) for sid in account.accepts_from if sid in principal_of)
    lines.extend('realm ' + other for other in realms if other != realm)
    # The first match wins, and .worldwide.test must not catch a host of .amer.worldwide.test: longest suffix first.
    lines.extend('host .%s %s' % (other.lower(), other) for other in sorted(realms, key=len, reverse=True))
    return ''.join(line + '\n' for line in lines)


def sync(home):
    realms = realms_of(home)
    directories = {realm: Directory(home, realm) for realm in realms}
    accounts = [account for directory in directories.values() for account in accounts_of(directory)]
    for realm, directory in directories.items():
        kdc = directory.home + '/kdc'
        with open(kdc + '/rules.new', 'w', encoding='utf-8') as file:
            file.write(rules(home, realm, realms, accounts))
        load_keys(home, directory, [account for account in accounts if account.realm == realm])
        os.rename(kdc + '/rules.new', kdc + '/rules')


def load_keys(home, directory, accounts):
    kdc = directory.home + '/kdc'
    keytab = kdc + '/all.keytab'
    if os.path.exists(keytab):
        os.unlink(keytab)
    directory.export_keytab(keytab, None)
    os.chmod(keytab, 0o600)
    subprocess.run(
        [home + '/bin/ktload', directory.realm, 'FILE:' + keytab], check=True, text=True,
        input=''.join('%s %s %s\n' % (account.principal, ','.join(account.flags) or '-', account.salt) for account in accounts),
        env=dict(os.environ, KRB5_CONFIG=home + '/krb5.conf', KRB5_KDC_PROFILE=kdc + '/kdc.conf', ADSHIM_RULES=kdc + '/rules'))


if __name__ == '__main__':
    commands = {'populate': populate, 'delegate': delegate, 'keytabs': keytabs, 'sync': sync}
    if len(sys.argv) < 3 or sys.argv[1] not in commands:
        sys.exit(__doc__)
    commands[sys.argv[1]](*sys.argv[2:])
