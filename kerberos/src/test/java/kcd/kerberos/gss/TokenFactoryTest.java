package kcd.kerberos.gss;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.ApReq;
import kcd.kerberos.wire.Authenticator;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;
import org.ietf.jgss.GSSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens as an acceptor that is not ours judges them, and what must never repeat. */
class TokenFactoryTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Principal ALICE = Principal.parse("alice@HOME.TEST");
    private static final Principal MAIL = Principal.parse("HTTP/mail.home.test@HOME.TEST");
    private static final byte[] HASH = new byte[32];

    @TempDir
    private Path directory;

    private final TokenFactory tokens = new TokenFactory(Clock.systemUTC(), RANDOM);

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE) // the JDK takes no RC4
    void are_accepted_by_the_jdk_in_the_users_name(Enctype enctype) throws Exception {
        EncryptionKey key = EncryptionKey.random(enctype, RANDOM);
        JdkAcceptor acceptor = new JdkAcceptor(directory, MAIL, key);

        assertThat(acceptor.accept(tokens.token(ticket(key), Optional.empty()))).isEqualTo("alice@HOME.TEST");
    }

    @Test
    void are_accepted_on_the_connection_they_are_bound_to() throws Exception {
        EncryptionKey key = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
        JdkAcceptor acceptor = new JdkAcceptor(directory, MAIL, key);
        Optional<ChannelBinding> binding = Optional.of(ChannelBinding.tlsServerEndPoint(HASH));

        String who = acceptor.accept(tokens.token(ticket(key), binding), endPoint(HASH));

        assertThat(who).isEqualTo("alice@HOME.TEST");
    }

    @Test
    void are_refused_on_a_connection_to_another_certificate() throws Exception {
        EncryptionKey key = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
        JdkAcceptor acceptor = new JdkAcceptor(directory, MAIL, key);
        byte[] other = HASH.clone();
        other[0] ^= 1;
        byte[] bound = tokens.token(ticket(key), Optional.of(ChannelBinding.tlsServerEndPoint(HASH)));

        assertThatThrownBy(() -> acceptor.accept(bound, endPoint(other)))
                .isInstanceOf(GSSException.class)
                .hasMessageContaining("Channel binding mismatch");
    }

    @Test
    void are_refused_when_they_come_a_second_time() throws Exception {
        EncryptionKey key = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
        JdkAcceptor acceptor = new JdkAcceptor(directory, MAIL, key);
        ServiceTicket ticket = ticket(key);
        byte[] token = tokens.token(ticket, Optional.empty());
        acceptor.accept(token);

        assertThatThrownBy(() -> acceptor.accept(token)).isInstanceOf(GSSException.class);
        assertThat(acceptor.accept(tokens.token(ticket, Optional.empty()))).isEqualTo("alice@HOME.TEST");
    }

    @Test
    void are_refused_when_any_byte_of_the_request_was_changed() throws Exception {
        EncryptionKey key = EncryptionKey.random(Enctype.AES256_SHA1, RANDOM);
        JdkAcceptor acceptor = new JdkAcceptor(directory, MAIL, key);
        byte[] token = tokens.token(ticket(key), Optional.empty());
        token[token.length - 1] ^= 1;

        assertThatThrownBy(() -> acceptor.accept(token)).isInstanceOf(GSSException.class);
    }

    @Test
    void are_framed_as_rfc_4178_says_with_both_names_of_kerberos() {
        byte[] token = tokens.token(ticket(EncryptionKey.random(Enctype.AES256_SHA1, RANDOM)), Optional.empty());

        Der outer = Der.read(token, 0);
        Der oid = Der.read(token, outer.start);
        Der negotiation = Der.read(token, oid.end);
        Der sequence = Der.read(token, negotiation.start);
        Der mechTypes = Der.read(token, sequence.start);
        Der list = Der.read(token, mechTypes.start);
        Der mechToken = Der.read(token, mechTypes.end);
        Der octets = Der.read(token, mechToken.start);

        assertThat(outer.tag).isEqualTo(0x60);
        assertThat(outer.end).isEqualTo(token.length);
        assertThat(hex(token, outer.start, oid.end)).isEqualTo("06062b0601050502");
        assertThat(negotiation.tag).isEqualTo(0xa0);
        assertThat(sequence.tag).isEqualTo(0x30);
        assertThat(hex(token, list.start, list.end)).isEqualTo("06092a864886f712010202" + "06092a864882f712010202");
        assertThat(mechToken.tag).isEqualTo(0xa2);
        assertThat(octets.tag).isEqualTo(0x04);
        assertThat(octets.end).isEqualTo(token.length);
        assertThat(hex(token, octets.start, octets.end)).contains("06092a864886f712010202" + "0100" + "6e82");
    }

    @Test
    void say_that_bindings_are_spoken_only_when_there_is_one() throws Exception {
        ServiceTicket ticket = ticket(EncryptionKey.random(Enctype.AES256_SHA1, RANDOM));
        Optional<ChannelBinding> binding = Optional.of(ChannelBinding.tlsServerEndPoint(HASH));

        Authenticator bound = authenticator(tokens.token(ticket, binding), ticket);
        Authenticator unbound = authenticator(tokens.token(ticket, Optional.empty()), ticket);

        assertThat(unbound.authorizationData()).isEmpty();
        AuthorizationData inner = AuthorizationData.decodeList(
                        bound.authorizationData().getFirst().value())
                .getFirst();
        assertThat(inner.type()).isEqualTo(AuthorizationData.AP_OPTIONS);
        assertThat(inner.value()).isEqualTo(Octets.of(new byte[] {0, 0x40, 0, 0}));
        assertThat(bound.checksum()).isEqualTo(GssChecksum.of(binding));
    }

    @Test
    void never_repeat_a_time_however_many_threads_ask() throws Exception {
        // Given a clock that stands still: every token is asked for at the same instant
        Instant now = Instant.parse("2026-11-21T12:00:00.999990Z");
        TokenFactory still = new TokenFactory(Clock.fixed(now, ZoneOffset.UTC), RANDOM);
        ServiceTicket ticket = ticket(EncryptionKey.random(Enctype.AES128_SHA1, RANDOM));
        Set<Instant> times = ConcurrentHashMap.newKeySet();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> all = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> {
                        for (int i = 0; i < 250; i++) {
                            Authenticator a = authenticator(still.token(ticket, Optional.empty()), ticket);
                            times.add(a.ctime().plus(a.cusec(), ChronoUnit.MICROS));
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> thread : all) {
                thread.get();
            }
        }

        // Never behind, and ahead by no more than it takes to differ and to stay clear of a second's first 33 ms.
        Instant latest = now.plus(2000 + UniqueTime.MIN_MICROS, ChronoUnit.MICROS);
        assertThat(times).hasSize(2000).allSatisfy(time -> assertThat(time).isBetween(now, latest));
    }

    @Test
    void never_go_back_in_time_when_the_clock_does() throws Exception {
        Instant[] now = {Instant.parse("2026-11-21T12:00:00Z")};
        TokenFactory back = new TokenFactory(
                new Clock() {
                    @Override
                    public ZoneId getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now[0];
                    }
                },
                RANDOM);
        ServiceTicket ticket = ticket(EncryptionKey.random(Enctype.AES128_SHA1, RANDOM));

        Authenticator before = authenticator(back.token(ticket, Optional.empty()), ticket);
        now[0] = now[0].minus(Duration.ofSeconds(1));
        Authenticator after = authenticator(back.token(ticket, Optional.empty()), ticket);

        assertThat(after.ctime()).isEqualTo(before.ctime());
        assertThat(after.cusec()).isEqualTo(before.cusec() + 1);
    }

    private static byte[] endPoint(byte[] hash) {
        byte[] prefix = "tls-server-end-point:".getBytes(US_ASCII);
        byte[] out = Arrays.copyOf(prefix, prefix.length + hash.length);
        System.arraycopy(hash, 0, out, prefix.length, hash.length);
        return out;
    }

    private static ServiceTicket ticket(EncryptionKey serviceKey) {
        EncryptionKey session = EncryptionKey.random(serviceKey.enctype(), RANDOM);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        EncTicketPart inside = new EncTicketPart(
                0, session, ALICE.realm(), ALICE.name(), now, now, now.plusSeconds(3600), null, List.of());
        Ticket ticket = Ticket.of(
                MAIL.realm(), MAIL.name(), EncryptedData.of(serviceKey, 1, KeyUsage.TICKET, inside.encode(), RANDOM));
        return new ServiceTicket(
                ServicePrincipalName.parse("HTTP/mail.home.test"),
                new Credential(ticket, ALICE, MAIL, session, 0, now, now.plusSeconds(3600)));
    }

    private static Authenticator authenticator(byte[] token, ServiceTicket ticket) throws Exception {
        String krb5 = "06092a864886f712010202" + "0100";
        int at = HexFormat.of().formatHex(token).indexOf(krb5) / 2 + krb5.length() / 2;
        ApReq apReq = ApReq.decode(Octets.of(Arrays.copyOfRange(token, at, token.length)));
        return Authenticator.decode(
                apReq.authenticator().decrypt(ticket.credential().sessionKey(), KeyUsage.AP_REQ_AUTHENTICATOR));
    }

    private static String hex(byte[] bytes, int from, int to) {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** Where a value's content starts and ends. */
    private record Der(int tag, int start, int end) {
        static Der read(byte[] bytes, int at) {
            int length = bytes[at + 1] & 0xff;
            int start = at + 2;
            if (length >= 0x80) {
                int count = length & 0x7f;
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | bytes[start++] & 0xff;
                }
            }
            return new Der(bytes[at] & 0xff, start, start + length);
        }
    }
}
