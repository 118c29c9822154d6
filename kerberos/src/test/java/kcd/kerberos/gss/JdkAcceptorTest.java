package kcd.kerberos.gss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosKey;
import javax.security.auth.kerberos.KerberosPrincipal;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.gss.AcceptorProof.NotProven;
import kcd.kerberos.gss.AcceptorProof.Proven;
import kcd.kerberos.ticket.ServiceTicket;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.Oid;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The JDK's own GSS acceptor, which shares no code with ours, takes what the template makes. It takes no RC4, whatever its
 * configuration allows; MIT's does, in testbed/.
 */
class JdkAcceptorTest {
    private static final String CONFIG_PROPERTY = "java.security.krb5.conf";

    private final TokenFactory factory = new TokenFactory(Clock.systemUTC(), new SecureRandom());

    @BeforeAll
    static void no_realm_but_ours(@TempDir Path directory) throws Exception {
        Path config = directory.resolve("krb5.conf");
        Files.writeString(config, """
                [libdefaults]
                 default_realm = A.EXAMPLE
                 dns_lookup_kdc = false
                 permitted_enctypes = aes256-cts aes128-cts aes256-sha2 aes128-sha2
                [realms]
                 A.EXAMPLE = {
                 }
                """);
        System.setProperty(CONFIG_PROPERTY, config.toString());
    }

    @AfterAll
    static void leave_nothing_behind() {
        System.clearProperty(CONFIG_PROPERTY);
    }

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE)
    void is_accepted_in_the_users_name(Enctype enctype) throws Exception {
        // Given
        EncryptionKey serviceKey = Tickets.key(enctype);
        ServiceTicket ticket = Tickets.forUser("alice@A.EXAMPLE", serviceKey, 500);
        byte[] token = factory.prepare(ticket).token(Optional.empty());

        // When
        GSSContext context = accept(serviceKey, token);

        // Then
        assertThat(context.getSrcName()).hasToString("alice@A.EXAMPLE");
        assertThat(context.isEstablished()).isTrue();
        assertThat(context.getIntegState()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE)
    void a_bound_token_is_accepted_where_nobody_asks_for_bindings(Enctype enctype) throws Exception {
        // Given
        EncryptionKey serviceKey = Tickets.key(enctype);
        ServiceTicket ticket = Tickets.forUser("alice@A.EXAMPLE", serviceKey, 500);

        // When
        GSSContext context = accept(
                serviceKey, factory.prepare(ticket).token(Optional.of(ChannelBinding.tlsServerEndPoint(new byte[32]))));

        // Then
        assertThat(context.getSrcName()).hasToString("alice@A.EXAMPLE");
    }

    @Test
    void is_refused_the_second_time_and_the_next_one_is_accepted() throws Exception {
        // Given
        EncryptionKey serviceKey = Tickets.key(Enctype.AES256_SHA1);
        TokenTemplate template = factory.prepare(Tickets.forUser("alice@A.EXAMPLE", serviceKey, 0));
        byte[] token = template.token(Optional.empty());
        accept(serviceKey, token);

        // Then
        assertThatThrownBy(() -> accept(serviceKey, token)).rootCause().hasMessageContaining("replay");
        assertThat(accept(serviceKey, template.token(Optional.empty())).isEstablished())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = "RC4_HMAC", mode = EnumSource.Mode.EXCLUDE)
    void the_acceptor_proves_itself_when_asked(Enctype enctype) throws Exception {
        // Given
        EncryptionKey serviceKey = Tickets.key(enctype);
        TokenTemplate template = factory.prepare(Tickets.forUser("alice@A.EXAMPLE", serviceKey, 500));
        MutualToken token = template.mutualToken(Optional.empty());
        MutualToken another = template.mutualToken(Optional.empty());
        List<byte[]> answers = new ArrayList<>();

        // When
        GSSContext context = accept(serviceKey, token.spnego().toArray(), answers);

        // Then
        Octets answer = Octets.of(answers.getFirst());
        assertThat(context.getMutualAuthState()).isTrue();
        assertThat(token.proof().check(answer)).isEqualTo(new Proven());
        assertThat(another.proof().check(answer)).isEqualTo(new NotProven("a proof for another request"));
    }

    private static GSSContext accept(EncryptionKey serviceKey, byte[] token) {
        return accept(serviceKey, token, new ArrayList<>());
    }

    private static GSSContext accept(EncryptionKey serviceKey, byte[] token, List<byte[]> answers) {
        KerberosPrincipal server = new KerberosPrincipal(Tickets.SERVER.toString());
        KerberosKey key = new KerberosKey(
                server, serviceKey.toArray(), serviceKey.enctype().number(), 1);
        Subject subject = new Subject(true, Set.of(server), Set.of(), Set.of(key));
        return Subject.callAs(subject, () -> {
            GSSManager manager = GSSManager.getInstance();
            GSSContext context = manager.createContext(manager.createCredential(
                    null, GSSCredential.INDEFINITE_LIFETIME, new Oid("1.3.6.1.5.5.2"), GSSCredential.ACCEPT_ONLY));
            answers.add(context.acceptSecContext(token, 0, token.length));
            return context;
        });
    }
}
