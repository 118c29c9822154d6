package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.exchange.KeytabKeys;
import kcd.kerberos.exchange.PasswordKeys;
import kcd.kerberos.exchange.ServiceAccount;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.ServiceTicket;
import kcd.kerberos.wire.KdcRequest;
import kcd.kerberos.wire.KdcRequestBody;
import kcd.kerberos.wire.MalformedMessageException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Accounts, targets and answers without AES, before a real KDC and MIT's acceptor: used where allowed, refused else. */
abstract class Rc4Suite {
    static final Realm HOME = new Realm("WORLDWIDE.TEST");
    static final Principal SERVICE = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
    static final Principal RC4_SERVICE = Principal.parse("svc_rc4@WORLDWIDE.TEST");
    static final String ALICE = "alice@WORLDWIDE.TEST";
    static final String MAIL = "HTTP/exch.worldwide.test";
    static final String OLD_MAIL = "HTTP/old.worldwide.test";

    final Bed bed;

    Rc4Suite(Bed bed) {
        this.bed = bed;
    }

    @Test
    void an_account_that_has_nothing_else_delegates_where_it_is_allowed() throws Exception {
        // Given
        Engine engine = engine(RC4_SERVICE, PermittedEnctypes.AES_AND_RC4);

        // When
        ServiceTicket ticket = engine.delegate(ALICE, MAIL);

        // Then
        assertThat(remoteUser(ticket)).isEqualTo(ALICE);
    }

    @Test
    void its_password_does_what_its_keytab_does() throws Exception {
        // Given
        var keys =
                new PasswordKeys(RC4_SERVICE, bed.password(RC4_SERVICE).toCharArray(), PermittedEnctypes.AES_AND_RC4);
        Engine engine =
                new Engine(new BedKdc(bed), new ServiceAccount(RC4_SERVICE, keys, PermittedEnctypes.AES_AND_RC4, null));

        // Then
        assertThat(remoteUser(engine.delegate(ALICE, MAIL))).isEqualTo(ALICE);
    }

    @Test
    void the_same_account_is_refused_where_it_is_not_allowed() {
        // Given
        Engine engine = new Engine(
                bed,
                RC4_SERVICE,
                new PasswordKeys(RC4_SERVICE, bed.password(RC4_SERVICE).toCharArray()));

        // Then
        assertThatThrownBy(() -> engine(RC4_SERVICE, PermittedEnctypes.AES_ONLY))
                .hasMessageContaining("has only RC4 keys of " + RC4_SERVICE);
        assertThat(mismatch(() -> engine.tgt(HOME)).remedy())
                .contains("msDS-SupportedEncryptionTypes", "Set-ADAccountPassword");
    }

    @Test
    void a_token_for_a_target_without_aes_is_accepted_where_it_is_allowed() throws Exception {
        // When
        ServiceTicket ticket = engine(SERVICE, PermittedEnctypes.AES_AND_RC4).delegate(ALICE, OLD_MAIL);

        // Then
        assertThat(ticket.credential().sessionKey().enctype()).isEqualTo(Enctype.RC4_HMAC);
        assertThat(remoteUser(ticket)).isEqualTo(ALICE);
    }

    @Test
    void the_same_target_is_refused_where_it_is_not_allowed() throws Exception {
        // Given
        Engine engine = engine(SERVICE, PermittedEnctypes.AES_ONLY);

        // When
        KerberosFailure refused = mismatch(() -> engine.delegate(ALICE, OLD_MAIL));

        // Then
        assertThat(refused.attempt().errorCode()).isEqualTo(ErrorCode.ETYPE_NOSUPP);
        assertThat(refused.remedy()).contains("the target's account").contains("msDS-SupportedEncryptionTypes");
    }

    @Test
    void an_answer_in_rc4_that_somebody_on_the_way_asked_for_is_refused() throws Exception {
        // Given
        Engine engine = meddled(PermittedEnctypes.AES_ONLY);

        // When
        KerberosFailure refused = mismatch(() -> engine.tgt(HOME));

        // Then
        assertThat(refused.attempt().detail()).contains("session key is rc4-hmac, which we did not offer");
    }

    @Test
    void the_whole_way_can_be_gone_under_rc4_session_keys() throws Exception {
        // Given
        Engine engine = meddled(PermittedEnctypes.AES_AND_RC4);

        // When
        ServiceTicket ticket = engine.delegate(ALICE, MAIL);

        // Then
        assertThat(engine.tgt(HOME).credential().sessionKey().enctype()).isEqualTo(Enctype.RC4_HMAC);
        assertThat(remoteUser(ticket)).isEqualTo(ALICE);
    }

    /** Of an account with AES keys; a request's list of types is not protected, and here it is turned around. */
    final Engine meddled(PermittedEnctypes permitted) throws Exception {
        return new Engine(new BedKdc(bed, Rc4Suite::preferringRc4), account(SERVICE, permitted));
    }

    private static byte[] preferringRc4(byte[] der) {
        try {
            KdcRequest request = KdcRequest.decode(Octets.of(der));
            if (request.type() == KdcRequest.Type.TGS) {
                return der;
            }
            KdcRequestBody body = request.body();
            List<Integer> etypes = Stream.concat(Stream.of(Enctype.RC4_HMAC.number()), body.etypes().stream())
                    .distinct()
                    .toList();
            KdcRequestBody turned = new KdcRequestBody(
                    body.options(),
                    body.cname(),
                    body.realm(),
                    body.sname(),
                    body.till(),
                    body.renewTill(),
                    body.nonce(),
                    etypes,
                    body.additionalTickets());
            return new KdcRequest(request.type(), request.padata(), turned)
                    .encode()
                    .toArray();
        } catch (MalformedMessageException e) {
            throw new AssertionError("our own request", e);
        }
    }

    private Engine engine(Principal account, PermittedEnctypes permitted) throws Exception {
        return new Engine(new BedKdc(bed), account(account, permitted));
    }

    private ServiceAccount account(Principal account, PermittedEnctypes permitted) throws Exception {
        var keys = new KeytabKeys(bed.keytab(account, permitted), account);
        return new ServiceAccount(account, keys, permitted, null);
    }

    /** Whom MIT's acceptor, behind mod_auth_gssapi, takes a token for. */
    private String remoteUser(ServiceTicket ticket) throws Exception {
        var apache = new Apache(bed, new TokenFactory(Clock.systemUTC(), new SecureRandom()));
        return apache.answer(true, HOME, Optional.of(ticket));
    }

    private static KerberosFailure mismatch(ThrowingCallable body) {
        KerberosException e = catchThrowableOfType(KerberosException.class, body);
        assertThat(e).as("an exception").isNotNull();
        assertThat(e.failure()).as("%s", e).isInstanceOf(KerberosFailure.EncryptionTypeMismatch.class);
        return e.failure();
    }
}
