package kcd.kerberos.keytab;

import kcd.kerberos.name.Principal;

/**
 * A key of a keytab that this engine refuses to use: RC4, DES, or a type it does not know.
 *
 * @param principal whose key it is
 * @param kvno the key's version
 * @param etype the encryption type's number
 */
public record UnusableKey(Principal principal, int kvno, int etype) {
    private static final int RC4 = 23;
    private static final int RC4_EXPORT = 24;
    private static final int LAST_OF_DES = 8;

    /** What an administrator calls the type. */
    String typeName() {
        return etype == RC4 || etype == RC4_EXPORT
                ? "RC4"
                : etype > 0 && etype <= LAST_OF_DES ? "DES" : "encryption type " + etype;
    }
}
