package kcd.kerberos.exchange;

import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/** The service account's own keys, from a keytab or a password. */
public interface LongTermKeys {
    /** The types there are keys for, best first. */
    List<Enctype> enctypes();

    /**
     * The key to authenticate with.
     *
     * @param enctype the type the KDC chose
     * @param info the KDC's salt and parameters, which only a password needs
     */
    Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info);

    /**
     * The keys a ticket to this account may be encrypted with, likeliest first.
     *
     * @param kvno the version the ticket names, if it names one
     */
    List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno);
}
