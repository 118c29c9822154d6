package kcd.broker.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import kcd.broker.reply.Rejection.Kind;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KrbError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T01:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "37, SKEW, false",
        "34, REPEAT, false",
        "41, MODIFIED, true",
        "31, MODIFIED, true",
        "35, NOT_US, true",
        "32, TIMES, true",
        "33, TIMES, true",
        "60, OTHER_ERROR, true"
    })
    void tells_the_acceptors_errors_apart(int code, Kind kind, boolean ticketAtFault) {
        // When
        Rejection rejection = Rejection.read(error(code, NOW), NOW);

        // Then
        assertThat(rejection.kind()).isEqualTo(kind);
        assertThat(rejection.ticketAtFault()).isEqualTo(ticketAtFault);
        assertThat(rejection.words()).startsWith(ErrorCode.describe(code));
    }

    @Test
    void says_by_how_much_the_clocks_differ() {
        assertThat(Rejection.read(error(ErrorCode.SKEW, NOW.minusSeconds(400)), NOW)
                        .words())
                .contains("400 s behind ours");
    }

    @ParameterizedTest
    @CsvSource({
        "a1073005a0030a0102, NO_REASON",
        "4e544c4d5353500002000000, NO_KERBEROS",
        "00, MALFORMED",
        "a107, MALFORMED"
    })
    void makes_do_with_less(String hex, Kind kind) {
        assertThat(Rejection.read(Octets.of(HexFormat.of().parseHex(hex)), NOW).kind())
                .isEqualTo(kind);
    }

    private static Octets error(int code, Instant time) {
        Realm realm = new Realm("A.TEST");
        return new KrbError(code, time, 0, null, realm, PrincipalName.tgs(realm), null, null).encode();
    }
}
