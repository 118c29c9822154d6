package kcd.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.Tickets;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import org.junit.jupiter.api.Test;

class KnownTargetsTest {
    private static final ServicePrincipalName MAIL = ServicePrincipalName.parse("HTTP/mail.b.test");
    private static final ServicePrincipalName FILES = ServicePrincipalName.parse("HTTP/files.b.test");
    private static final Realm B = new Realm("B.TEST");

    private final FakeClock clock = new FakeClock();
    private final KnownTargets targets = new KnownTargets(Tickets.cache(clock), clock);
    private final AtomicInteger searches = new AtomicInteger();

    @Test
    void searches_once_for_each_target() throws Exception {
        // When
        Realm realm = targets.realm(MAIL, this::search);
        targets.realm(MAIL, this::search);
        targets.realm(FILES, this::search);

        // Then
        assertThat(realm).isEqualTo(B);
        assertThat(searches).hasValue(2);
    }

    @Test
    void searches_again_after_a_while() throws Exception {
        // Given
        targets.realm(MAIL, this::search);

        // When
        clock.advance(KnownTargets.LIFE);
        targets.realm(MAIL, this::search);

        // Then
        assertThat(searches).hasValue(2);
    }

    @Test
    void searches_again_for_what_was_not_there() throws Exception {
        // Given
        targets.realm(MAIL, this::search);

        // When
        targets.forget(MAIL);
        targets.realm(MAIL, this::search);

        // Then
        assertThat(searches).hasValue(2);
    }

    private Realm search() {
        searches.incrementAndGet();
        return B;
    }
}
