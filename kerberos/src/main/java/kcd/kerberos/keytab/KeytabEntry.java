package kcd.kerberos.keytab;

import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.Principal;

/**
 * One key of a keytab.
 *
 * @param principal whose key it is
 * @param kvno the key's version
 * @param key the key
 */
public record KeytabEntry(Principal principal, int kvno, EncryptionKey key) {}
