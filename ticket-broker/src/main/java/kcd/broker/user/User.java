package kcd.broker.user;

import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.path.CertificateHash;

/** Whom a ticket is for, in the words of whoever found out; all that makes tickets one user's or another's. */
public sealed interface User {
    /** By the whole user principal name: which realm holds it, the engine finds out. */
    static User named(String userPrincipalName) {
        return new ByName(new UserPrincipalName(userPrincipalName));
    }

    /** A user principal name, from a certificate or on a caller's word. */
    record ByName(UserPrincipalName name) implements User {
        @Override
        public String toString() {
            return name.toString();
        }
    }

    /** An account, named by the directory that holds it: no other can be meant. */
    record ByAccount(Principal account) implements User {
        @Override
        public String toString() {
            return account.toString();
        }
    }

    /**
     * Whoever the domain controllers say a certificate is of.
     *
     * @param der of a certificate that was verified here
     */
    record ByCertificate(Octets der, CertificateHash hash) implements User {
        public static ByCertificate of(byte[] der) {
            return new ByCertificate(Octets.of(der), CertificateHash.of(der));
        }

        @Override
        public String toString() {
            return "the holder of certificate " + hash;
        }
    }
}
