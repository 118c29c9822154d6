package kcd.broker.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import kcd.broker.fake.Await;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.FakeTicket;
import kcd.broker.fake.FakeTicketSource;
import kcd.broker.fake.Tickets;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;
import org.junit.jupiter.api.Test;

class UserTicketsTest {
    private static final Duration LIFE = Duration.ofHours(10);
    private static final User ALICE = User.named("alice@a.test");
    private static final ServiceTicketKey MAIL = key("alice@a.test", "HTTP/mail.a.test");
    private static final ServiceTicketKey FILES = key("alice@a.test", "HTTP/files.a.test");
    private static final ServiceTicketKey BOBS_MAIL = key("bob@a.test", "HTTP/mail.a.test");

    private final FakeClock clock = new FakeClock();
    private final FakeTicketSource domain = new FakeTicketSource(clock, LIFE);
    private final UserTickets<FakeTicket> tickets = Tickets.of(domain, clock);

    @Test
    void a_user_whom_the_domain_revokes_loses_the_tickets_to_all_targets() throws Exception {
        // Given
        tickets.get(MAIL);
        tickets.get(FILES);
        clock.advance(RenewalLimit.JUST_FETCHED);
        domain.refuseUser("alice@a.test", RefusalReason.USER_REVOKED);

        // When
        RefusalReason first = refusal(() -> tickets.getAnew(MAIL));

        // Then
        assertThat(first).isEqualTo(RefusalReason.USER_REVOKED);
        assertThat(refusal(() -> tickets.get(FILES))).isEqualTo(RefusalReason.USER_REVOKED);
    }

    @Test
    void another_users_tickets_stay() throws Exception {
        // Given
        String before = text(tickets.get(BOBS_MAIL));
        tickets.get(MAIL);
        clock.advance(RenewalLimit.JUST_FETCHED);
        domain.refuseUser("alice@a.test", RefusalReason.USER_REVOKED);

        // When
        refusal(() -> tickets.getAnew(MAIL));

        // Then
        assertThat(text(tickets.get(BOBS_MAIL))).isEqualTo(before);
    }

    @Test
    void an_outage_costs_nobody_a_ticket() throws Exception {
        // Given
        String before = text(tickets.get(FILES));
        tickets.get(MAIL);
        clock.advance(RenewalLimit.JUST_FETCHED);
        domain.refuseUser("alice@a.test", RefusalReason.KDC_UNAVAILABLE);

        // When
        refusal(() -> tickets.getAnew(MAIL));

        // Then
        clock.advance(Duration.ofMinutes(1));
        assertThat(text(tickets.get(FILES))).isEqualTo(before);
    }

    @Test
    void a_renewed_service_ticket_is_made_of_renewed_evidence() throws Exception {
        // Given
        tickets.get(MAIL);
        clock.advance(LIFE.multipliedBy(8).dividedBy(10));

        // When
        tickets.get(MAIL);

        // Then
        Await.until(() -> domain.delegations.get() == 2);
        assertThat(domain.impersonations).hasValue(2);
    }

    @Test
    void what_is_forgotten_is_asked_for_again_from_the_start() throws Exception {
        // Given
        tickets.get(MAIL);

        // When
        tickets.forget(ALICE);
        tickets.get(MAIL);

        // Then
        assertThat(domain.impersonations).hasValue(2);
        assertThat(domain.delegations).hasValue(2);
    }

    private static RefusalReason refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(RefusedException.class, call).refusal().reason();
    }

    private static String text(UserTicket ticket) {
        return new String(ticket.mintToken(Optional.empty()), StandardCharsets.UTF_8);
    }

    private static ServiceTicketKey key(String user, String target) {
        return new ServiceTicketKey(User.named(user), ServicePrincipalName.parse(target));
    }
}
