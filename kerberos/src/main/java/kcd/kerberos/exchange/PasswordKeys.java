package kcd.kerberos.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/**
 * An account's keys out of its password. The salt is the KDC's to name; the last one it named is remembered, so that
 * tickets can be read between authentications. RFC 4120 section 5.2.7.5.
 */
public final class PasswordKeys implements LongTermKeys {
    private final char[] password;
    private final String defaultSalt;
    private final PermittedEnctypes permitted;
    /** A derivation takes thousands of hashes, and every evidence ticket needs its key. */
    private final Map<Enctype, Derived> derived = new ConcurrentHashMap<>();

    private volatile EtypeInfo2 info = new EtypeInfo2(0, null, null);
    private volatile boolean destroyed;

    /** Of AES types only. */
    public PasswordKeys(Principal account, char[] password) {
        this(account, password, PermittedEnctypes.AES_ONLY);
    }

    public PasswordKeys(Principal account, char[] password, PermittedEnctypes permitted) {
        this.permitted = permitted;
        this.password = password.clone();
        this.defaultSalt =
                account.realm().value() + String.join("", account.name().components());
    }

    @Override
    public List<Enctype> enctypes() {
        return permitted.all();
    }

    @Override
    public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 named) {
        EtypeInfo2 now = named == null ? info : named;
        info = now;
        return derive(enctype, now);
    }

    @Override
    public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
        return derive(enctype, info).stream().toList();
    }

    private Optional<EncryptionKey> derive(Enctype enctype, EtypeInfo2 now) {
        String salt = now.salt() == null ? defaultSalt : now.salt();
        Octets parameters = now.s2kparams() == null || now.etype() != enctype.number() ? Octets.EMPTY : now.s2kparams();
        Derived known = derived.get(enctype);
        if (known != null && known.salt.equals(salt) && known.parameters.equals(parameters)) {
            return Optional.of(known.key);
        }
        if (destroyed) {
            return Optional.empty(); // the key of an overwritten password would only count towards a lock-out
        }
        try {
            EncryptionKey key = KerberosCrypto.stringToKey(
                    enctype, password, salt.getBytes(StandardCharsets.UTF_8), parameters.toArray());
            derived.put(enctype, new Derived(salt, parameters, key));
            return Optional.of(key);
        } catch (CryptoException outOfBounds) {
            return Optional.empty();
        }
    }

    /** Overwrites the password and forgets the keys; there are none afterwards. */
    public void destroy() {
        destroyed = true;
        Arrays.fill(password, '\0');
        derived.clear();
    }

    @Override
    public String toString() {
        return "keys of a password";
    }

    private record Derived(String salt, Octets parameters, EncryptionKey key) {}
}
