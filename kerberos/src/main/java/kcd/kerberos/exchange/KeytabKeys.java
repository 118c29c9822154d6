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

/** An account's keys out of a keytab: authenticates with the newest version only, reads tickets under any. */
public final class KeytabKeys implements LongTermKeys {
    private final Keytab keytab;
    private final Principal account;
    private final int version;

    /** @throws IllegalArgumentException if the account cannot prove itself with that keytab */
    public KeytabKeys(Keytab keytab, Principal account) {
        keytab.flaw(account).ifPresent(flaw -> {
            throw new IllegalArgumentException("the keytab " + flaw);
        });
        this.keytab = keytab;
        this.account = account;
        this.version = keytab.newestVersion(account).orElseThrow();
    }

    /** The version of the keys it authenticates with. */
    public int version() {
        return version;
    }

    @Override
    public List<Enctype> enctypes() {
        return Arrays.stream(Enctype.values())
                .filter(e -> newest(e).isPresent())
                .toList();
    }

    @Override
    public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info) {
        return newest(enctype);
    }

    /** Not the newest of the type: an older one is of an earlier password, and would count as a wrong one. */
    private Optional<EncryptionKey> newest(Enctype enctype) {
        return keytab.keys(account, enctype).stream()
                .filter(entry -> entry.kvno() == version)
                .map(KeytabEntry::key)
                .findFirst();
    }

    @Override
    public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
        return keytab.keys(account, enctype, kvno).stream()
                .map(KeytabEntry::key)
                .toList();
    }
}
