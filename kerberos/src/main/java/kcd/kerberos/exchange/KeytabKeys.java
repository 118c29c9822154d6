package kcd.kerberos.exchange;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.keytab.KeytabEntry;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/** An account's keys out of a keytab: authenticates with the newest, reads tickets under any of them. */
public final class KeytabKeys implements LongTermKeys {
    private final Keytab keytab;
    private final Principal account;

    public KeytabKeys(Keytab keytab, Principal account) {
        if (!keytab.contains(account)) {
            throw new IllegalArgumentException("the keytab has no AES key of " + account);
        }
        this.keytab = keytab;
        this.account = account;
    }

    @Override
    public List<Enctype> enctypes() {
        return Arrays.stream(Enctype.values())
                .filter(e -> !keytab.keys(account, e).isEmpty())
                .toList();
    }

    @Override
    public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info) {
        return keytab.keys(account, enctype).stream().map(KeytabEntry::key).findFirst();
    }

    @Override
    public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
        return keytab.keys(account, enctype, kvno).stream()
                .map(KeytabEntry::key)
                .toList();
    }
}
