package kcd.kerberos.gss;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;

/** What a token says, in one place for the template and for the reference it is measured against. */
final class TokenParts {
    /** KERB_AP_OPTIONS_CBT: a binding that is absent was absent on purpose. MS-KILE section 3.2.5.8. */
    private static final int AP_OPTIONS_CBT = 0x4000;

    private TokenParts() {}

    /**
     * The authenticator.
     *
     * @param mutual whether the acceptor is to prove itself
     * @param micros the time, in microseconds since the epoch
     */
    static Authenticator authenticator(
            Principal client, Optional<ChannelBinding> binding, boolean mutual, long micros, long sequenceNumber) {
        return new Authenticator(
                client.realm(),
                client.name(),
                GssChecksum.of(binding, mutual),
                (int) (micros % UniqueTime.MICROS_PER_SECOND),
                Instant.ofEpochSecond(micros / UniqueTime.MICROS_PER_SECOND),
                null,
                sequenceNumber,
                binding.isPresent() ? List.of(bindingsSpoken()) : List.of());
    }

    /** The finished token. */
    static byte[] frame(Ticket ticket, boolean mutual, EncryptedData authenticator) {
        int options = mutual ? ApReq.MUTUAL_REQUIRED : 0;
        return Spnego.negTokenInit(
                new ApReq(options, ticket, authenticator).encode().toArray());
    }

    private static AuthorizationData bindingsSpoken() {
        byte[] options = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(AP_OPTIONS_CBT)
                .array();
        return new AuthorizationData(
                AuthorizationData.IF_RELEVANT,
                AuthorizationData.encodeList(
                        List.of(new AuthorizationData(AuthorizationData.AP_OPTIONS, Octets.of(options)))));
    }
}
