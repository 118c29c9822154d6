package kcd.kerberos.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.wire.EtypeInfo2;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** The engine against the fake KDCs of HOME, B and C, and the words its tests speak in. */
final class Engine {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final Realm B = new Realm("B.TEST");
    static final Realm C = new Realm("C.TEST");
    static final Principal ALICE = Principal.parse("alice@HOME.TEST");
    static final Principal CAROL = Principal.parse("carol@B.TEST");
    static final Principal ALICE_BY_UPN = new Principal(PrincipalName.enterprise("a.liddell@corp.test"), FakeKdc.HOME);
    static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.home.test");
    static final ServicePrincipalName MAIL_C = ServicePrincipalName.parse("HTTP/mail.c.test");

    final FakeKdc kdc = new FakeKdc(Clock.fixed(NOW, ZoneOffset.UTC));
    final RealmClock clock = new RealmClock(Clock.fixed(NOW, ZoneOffset.UTC));
    S4uClient client;
    CachedTgts tgts;

    Engine() {
        this(new OneKey(FakeKdc.key("svc")));
    }

    Engine(LongTermKeys keys) {
        this(keys, PermittedEnctypes.AES_ONLY);
    }

    Engine(LongTermKeys keys, PermittedEnctypes permitted) {
        kdc.services.put("http/mail.c.test", C);
        kdc.users.put("a.liddell@corp.test", ALICE);
        kdc.users.put("c.carroll@corp.test", CAROL);
        client = new S4uClient(
                new ServiceAccount(FakeKdc.SERVICE, keys, permitted, null), kdc, clock, new SecureRandom());
        tgts = new CachedTgts(client, FakeKdc.HOME);
    }

    /** The failure {@code body} ends with. */
    static <F extends KerberosFailure> F failure(Class<F> type, ThrowingCallable body) {
        KerberosException e = catchThrowableOfType(KerberosException.class, body);
        assertThat(e).as("an exception").isNotNull();
        assertThat(e.failure()).as("%s", e).isInstanceOf(type);
        return type.cast(e.failure());
    }

    /** That it ends as a lie found out, and that the words tell which. */
    static void violation(String words, ThrowingCallable body) {
        assertThat(failure(KerberosFailure.ProtocolViolation.class, body)
                        .attempt()
                        .detail())
                .contains(words);
    }

    /** One key, as from a keytab with one entry. */
    record OneKey(EncryptionKey key) implements LongTermKeys {
        @Override
        public List<Enctype> enctypes() {
            return List.of(key.enctype());
        }

        @Override
        public Optional<EncryptionKey> authenticationKey(Enctype enctype, @Nullable EtypeInfo2 info) {
            return Optional.of(key).filter(k -> k.enctype() == enctype);
        }

        @Override
        public List<EncryptionKey> ticketKeys(Enctype enctype, @Nullable Integer kvno) {
            return enctype == key.enctype() ? List.of(key) : List.of();
        }
    }
}
