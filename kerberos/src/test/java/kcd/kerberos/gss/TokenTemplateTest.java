package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.Authenticator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TokenTemplateTest {
    private static final Optional<ChannelBinding> BINDING = Optional.of(ChannelBinding.tlsServerEndPoint(
            "a hash of 32 bytes, as of SHA-256".substring(1).getBytes()));

    private final TokenFactory factory = new TokenFactory(Clock.systemUTC(), new SecureRandom());

    /** Names and tickets on both sides of where DER lengths grow by a byte. */
    static Stream<Arguments> everyShape() {
        return Stream.of(Enctype.values())
                .flatMap(enctype -> Stream.of(1, 20, 60, 100, 200)
                        .flatMap(name -> Stream.of(0, 900, 70_000)
                                .flatMap(padding -> Stream.of(Optional.<ChannelBinding>empty(), BINDING)
                                        .map(binding -> Arguments.of(enctype, name, padding, binding)))));
    }

    @ParameterizedTest
    @MethodSource("everyShape")
    void says_the_same_as_a_token_made_from_scratch(
            Enctype enctype, int nameLength, int ticketPadding, Optional<ChannelBinding> binding) throws Exception {
        // Given
        ServiceTicket ticket =
                Tickets.forUser("a".repeat(nameLength) + "@A.EXAMPLE", Tickets.key(enctype), ticketPadding);
        EncryptionKey session = ticket.credential().sessionKey();

        // When
        byte[] fromTemplate = factory.prepare(ticket).token(binding);

        // Then
        byte[] fromScratch = factory.token(ticket, binding);
        assertThat(Tickets.apReq(fromTemplate).ticket())
                .isEqualTo(Tickets.apReq(fromScratch).ticket())
                .isEqualTo(ticket.credential().ticket());
        assertThat(Tickets.apReq(fromTemplate).options())
                .isEqualTo(Tickets.apReq(fromScratch).options());
        assertThat(withoutItsMoment(Tickets.authenticator(fromTemplate, session)))
                .isEqualTo(withoutItsMoment(Tickets.authenticator(fromScratch, session)));
    }

    @Test
    void carries_the_clocks_time() throws Exception {
        // Given
        Instant now = Instant.parse("2026-02-28T23:09:05.123456Z");
        ServiceTicket ticket = Tickets.forUser("alice@A.EXAMPLE", Tickets.key(Enctype.AES256_SHA1), 0);
        TokenTemplate template = new TokenFactory(Clock.fixed(now, ZoneOffset.UTC), new SecureRandom()).prepare(ticket);

        // When
        Authenticator authenticator = Tickets.authenticator(
                template.token(Optional.empty()), ticket.credential().sessionKey());

        // Then
        assertThat(authenticator.ctime()).isEqualTo(Instant.parse("2026-02-28T23:09:05Z"));
        assertThat(authenticator.cusec()).isEqualTo(123_456);
    }

    @ParameterizedTest
    @EnumSource(Enctype.class)
    void no_two_tokens_share_time_or_ciphertext_however_many_threads_make_them(Enctype enctype) throws Exception {
        // Given: a clock that stands still
        Clock clock = Clock.fixed(Instant.parse("2026-02-28T23:59:59.999990Z"), ZoneOffset.UTC);
        ServiceTicket ticket = Tickets.forUser("alice@A.EXAMPLE", Tickets.key(enctype), 0);
        TokenTemplate template = new TokenFactory(clock, new SecureRandom()).prepare(ticket);
        Callable<List<byte[]>> mint = () -> Stream.of(Optional.<ChannelBinding>empty(), BINDING)
                .map(template::token)
                .toList();

        // When
        List<Future<List<byte[]>>> minted = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                minted.add(executor.submit(mint));
            }
        }

        // Then
        Set<Object> times = new HashSet<>();
        Set<Object> ciphertexts = new HashSet<>();
        for (Future<List<byte[]>> both : minted) {
            for (byte[] token : both.get()) {
                Authenticator read =
                        Tickets.authenticator(token, ticket.credential().sessionKey());
                times.add(List.of(read.ctime(), read.cusec()));
                ciphertexts.add(Tickets.apReq(token).authenticator().cipher());
            }
        }
        assertThat(times).hasSize(2_000);
        assertThat(ciphertexts).hasSize(2_000);
    }

    @Test
    void its_text_shows_whose_it_is_and_no_more() {
        // Given
        ServiceTicket ticket = Tickets.forUser("alice@A.EXAMPLE", Tickets.key(Enctype.AES256_SHA1), 0);

        // Then
        assertThat(factory.prepare(ticket))
                .hasToString("token template of the ticket of alice@A.EXAMPLE for HTTP/mail.a.example@A.EXAMPLE until "
                        + ticket.endTime());
    }

    private static Authenticator withoutItsMoment(Authenticator a) {
        assertThat(a.sequenceNumber()).isBetween(0L, 0x7fffffffL);
        return new Authenticator(
                a.crealm(), a.cname(), a.checksum(), 0, Instant.EPOCH, a.subkey(), null, a.authorizationData());
    }
}
