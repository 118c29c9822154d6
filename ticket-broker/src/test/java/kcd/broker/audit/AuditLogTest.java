package kcd.broker.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kcd.broker.caller.Caller;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.identity.CertificateFacts;
import kcd.broker.identity.DerChain;
import kcd.broker.identity.DeviceIdentities;
import kcd.broker.identity.Identified;
import kcd.broker.identity.IdentitySource;
import kcd.broker.mint.ClaimedUser;
import kcd.broker.mint.ClaimedUser.ByAssertion;
import kcd.broker.mint.ClaimedUser.ByCertificate;
import kcd.broker.mint.MintRequest;
import kcd.broker.mint.TokenMinter;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.Sid;
import kcd.pki.name.UserPrincipalName;
import kcd.pki.workshop.CertificateWorkshop;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.a.test");
    private static final Caller EDGE = new Caller("edge", Set.of(), Set.of(MAIL), false, false);
    private static final ClaimedUser SHOWN = new ByCertificate(new DerChain(List.of(new byte[] {1, 2, 3})));

    private final FakeClock clock = new FakeClock();
    private final FakeTicketSource domain = new FakeTicketSource(clock, Duration.ofHours(1));
    private final List<String> lines = new ArrayList<>();

    @Test
    void a_mint_says_who_for_whom_on_which_evidence() {
        // Given
        DeviceIdentities identities = _ -> new Identified(
                User.named("alice@a.test"),
                IdentitySource.CERTIFICATE_UPN,
                Set.of(Sid.parse("S-1-5-21-1-2-3-1103").orElseThrow()),
                Optional.of(new CertificateFacts("0a0b", "CN=Users CA")));

        domain.giveSid("alice@a.test", "S-1-5-21-1-2-3-1103");

        // When
        minter(identities).mint(EDGE, request(SHOWN));

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("time")).isEqualTo(FakeClock.START.toString());
        assertThat(line.getString("caller")).isEqualTo("edge");
        assertThat(line.getString("target")).isEqualTo("HTTP/mail.a.test");
        assertThat(line.getString("user")).isEqualTo("alice@a.test");
        assertThat(line.getString("identitySource")).isEqualTo("CERTIFICATE_UPN");
        assertThat(line.getString("certificateSerial")).isEqualTo("0a0b");
        assertThat(line.getString("certificateIssuer")).isEqualTo("CN=Users CA");
        assertThat(line.getString("certificateSha256")).startsWith("039058c6f2c0cb49");
        assertThat(line.getString("result")).isEqualTo("MINTED");
        assertThat(line.getString("principal")).isEqualTo("alice@A.TEST");
        assertThat(line.getJsonArray("sids")).containsExactly("S-1-5-21-1-2-3-1103");
        assertThat(line.getString("accountSid")).isEqualTo("S-1-5-21-1-2-3-1103");
        assertThat(line.getString("sidCheck")).isEqualTo("NOT_CHECKED");
        assertThat(line.getString("kdc")).isEqualTo("dc1.a.test:88");
        assertThat(line.getString("enctype")).isEqualTo("aes256-cts-hmac-sha1-96");
        assertThat(lines.getFirst()).doesNotContain("#1");
    }

    @Test
    void a_line_carries_the_id_of_the_trace_its_call_belongs_to() {
        // When
        mintWithin("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        // Then
        assertThat(new JsonObject(lines.getFirst()).getString("trace")).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "nonsense", "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", "00-\",\"result\":\""
            })
    void a_line_of_a_call_without_a_sound_trace_has_none(String traceparent) {
        // When
        mintWithin(traceparent);

        // Then
        assertThat(new JsonObject(lines.getFirst()).containsKey("trace")).isFalse();
    }

    private void mintWithin(@Nullable String traceparent) {
        DeviceIdentities identities = _ -> {
            throw new RefusedException(RefusalReason.NO_IDENTITY, "nobody");
        };
        Trace.within(traceparent, () -> minter(identities).mint(EDGE, request(SHOWN)));
    }

    @Test
    void a_refusal_says_why() {
        // Given
        DeviceIdentities identities = _ -> {
            throw new RefusedException(RefusalReason.CERTIFICATE_REVOKED, "revoked since Friday");
        };

        // When
        minter(identities).mint(EDGE, request(SHOWN));

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("result")).isEqualTo("REFUSED");
        assertThat(line.getString("reason")).isEqualTo("CERTIFICATE_REVOKED");
        assertThat(line.getString("message")).isEqualTo("revoked since Friday");
        assertThat(line.getString("certificateSha256")).hasSize(64);
    }

    @Test
    void a_refused_certificate_is_named_as_it_names_itself() throws Exception {
        // Given
        DeviceIdentities identities = _ -> {
            throw new RefusedException(RefusalReason.CERTIFICATE_REJECTED, "of a stranger");
        };
        X509Certificate stranger =
                CertificateWorkshop.now().root("Strange CA").user("eve@a.test").certificate();

        // When
        minter(identities).mint(EDGE, request(new ByCertificate(new DerChain(List.of(stranger.getEncoded())))));

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("certificateIssuer")).isEqualTo("CN=Strange CA");
        assertThat(line.getString("certificateSerial"))
                .isEqualTo(stranger.getSerialNumber().toString(16));
    }

    @Test
    void a_refused_assertion_is_on_record() {
        // When
        minter(_ -> {
                    throw new AssertionError();
                })
                .mint(EDGE, request(new ByAssertion(new UserPrincipalName("ceo@a.test"))));

        // Then
        assertThat(new JsonObject(lines.getFirst()).getString("asserted")).isEqualTo("ceo@a.test");
    }

    @Test
    void a_stranger_is_on_record() {
        // When
        new AuditLog(clock, lines::add).refused("CN=stranger", Refusal.of(RefusalReason.CALLER_UNKNOWN, "who is that"));

        // Then
        JsonObject line = new JsonObject(lines.getFirst());
        assertThat(line.getString("caller")).isEqualTo("CN=stranger");
        assertThat(line.getString("reason")).isEqualTo("CALLER_UNKNOWN");
    }

    @Test
    void a_hostile_message_stays_on_its_line() {
        // Given
        DeviceIdentities identities = _ -> {
            throw new RefusedException(RefusalReason.NO_IDENTITY, "x\"}\n{\"result\":\"MINTED\"");
        };

        // When
        minter(identities).mint(EDGE, request(SHOWN));

        // Then
        assertThat(lines.getFirst()).doesNotContain("\n");
        assertThat(new JsonObject(lines.getFirst()).getString("result")).isEqualTo("REFUSED");
    }

    private TokenMinter minter(DeviceIdentities identities) {
        return Tickets.minter(identities, domain, clock, new AuditLog(clock, lines::add));
    }

    private static MintRequest request(ClaimedUser user) {
        return new MintRequest(user, MAIL, Optional.empty(), false);
    }
}
