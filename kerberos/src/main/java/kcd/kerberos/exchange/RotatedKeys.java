package kcd.kerberos.exchange;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.wire.EtypeInfo2;
import org.jspecify.annotations.Nullable;

/**
 * An account's keys after a change: it authenticates with the new ones, and still reads tickets of the old ones, which
 * controllers issue until the change has reached them all.
 *
 * @param previous one generation, as the directory itself keeps no more
 */
public record RotatedKeys(LongTermKeys current, LongTermKeys previous) implements LongTermKeys {
    public RotatedKeys {
        previous = previous instanceof RotatedKeys rotated ? rotated.current() : previous;
    }

    @Override
    public List<Enctype> enctypes() {
        return current.enctypes();
    }

    @Override
    public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info) {
        return current.authenticationKey(enctype, info);
    }

    @Override
    public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
        return Stream.concat(current.ticketKeys(enctype, kvno).stream(), previous.ticketKeys(enctype, kvno).stream())
                .toList();
    }
}
