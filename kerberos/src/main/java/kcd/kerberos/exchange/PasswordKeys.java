package kcd.kerberos.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/**
 * An account's keys out of its password. The salt is the KDC's to name; the last one it named is remembered, so that
 * tickets can be read between authentications. RFC 4120 section 5.2.7.5.
 */
public final class PasswordKeys implements LongTermKeys {
    private final char[] password;
    private volatile EtypeInfo2 info;

    public PasswordKeys(Principal account, char[] password) {
        this.password = password.clone();
        String salt = account.realm().value() + String.join("", account.name().components());
        this.info = new EtypeInfo2(0, salt, null);
    }

    @Override
    public List<Enctype> enctypes() {
        return List.of(Enctype.values());
    }

    @Override
    public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 named) {
        if (named != null && named.salt() != null) {
            info = named;
        }
        return derive(enctype);
    }

    @Override
    public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
        return derive(enctype).stream().toList();
    }

    private Optional<EncryptionKey> derive(Enctype enctype) {
        EtypeInfo2 now = info;
        String salt = now.salt() == null ? "" : now.salt();
        Octets parameters = now.s2kparams() == null || now.etype() != enctype.number() ? Octets.EMPTY : now.s2kparams();
        try {
            return Optional.of(KerberosCrypto.stringToKey(
                    enctype, password, salt.getBytes(StandardCharsets.UTF_8), parameters.toArray()));
        } catch (CryptoException outOfBounds) {
            return Optional.empty();
        }
    }

    /** Overwrites the password; the keys are unusable afterwards. */
    public void destroy() {
        Arrays.fill(password, '\0');
    }

    @Override
    public String toString() {
        return "keys of a password";
    }
}
