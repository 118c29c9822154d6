package kcd.lab.kdc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.lab.forest.Account;
import kcd.lab.forest.LabDomain;
import kcd.lab.secrecy.SecretLedger;

/// Every long-term key of the forest: accounts' from their passwords, ticket-granting services' and trusts' at random.
public final class KdcKeys {

    /// All keys have this version number.
    public static final int KVNO = 2;

    /// Not the default of 4096, so that a client that overlooks what the KDC says about it is found out.
    static final int ITERATIONS = 5_000;

    static final Enctype TICKET_ENCTYPE = Enctype.AES256_SHA1;

    private final SecureRandom random = new SecureRandom();
    private final Map<PasswordKey, EncryptionKey> accounts = new ConcurrentHashMap<>();
    private final Map<String, EncryptionKey> ticketGranting = new ConcurrentHashMap<>();
    private final Map<Set<String>, EncryptionKey> trusts = new ConcurrentHashMap<>();

    /// Everything an account's key depends on.
    private record PasswordKey(String salt, String password, Enctype enctype) {}

    /// The key an account's tickets are encrypted with; what its keytab holds.
    public EncryptionKey of(LabDomain domain, Account account) {
        return of(domain, account, TICKET_ENCTYPE);
    }

    EncryptionKey of(LabDomain domain, Account account, Enctype enctype) {
        return accounts.computeIfAbsent(
                new PasswordKey(salt(domain, account), account.password(), enctype), KdcKeys::derive);
    }

    EncryptionKey ticketGranting(String realm) {
        return ticketGranting.computeIfAbsent(realm, _ -> Mint.freshKey(TICKET_ENCTYPE, random));
    }

    /// One key for both directions of a trust.
    EncryptionKey trust(String one, String other) {
        return trusts.computeIfAbsent(Set.of(one, other), _ -> Mint.freshKey(TICKET_ENCTYPE, random));
    }

    /// As Active Directory salts: the realm, then the sAMAccountName in its own case.
    static String salt(LabDomain domain, Account account) {
        return domain.realm() + account.name();
    }

    /// RFC 3962 section 4.
    static byte[] parameters() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(ITERATIONS).array();
    }

    private static EncryptionKey derive(PasswordKey key) {
        try {
            SecretLedger.note(key.password);
            EncryptionKey derived = KerberosCrypto.stringToKey(
                    key.enctype, key.password.toCharArray(), key.salt.getBytes(StandardCharsets.UTF_8), parameters());
            SecretLedger.note(derived.toArray());
            return derived;
        } catch (CryptoException e) {
            throw new IllegalStateException(e);
        }
    }
}
