package kcd.edge.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import kcd.edge.route.Authorization;
import kcd.edge.route.RedirectHosts;
import kcd.edge.route.Route;
import kcd.edge.route.Target;
import kcd.edge.route.Upstream;
import org.junit.jupiter.api.Test;

class MailboxLocationsTest {
    private static final Target THERE = new Target(List.of(new Upstream("mail2.example.com", 443)), "HTTP/mail2");

    private final AtomicLong now = new AtomicLong();
    private final MailboxLocations locations = new MailboxLocations(now::get);
    private final Route route = new Route(
            "eas",
            "/eas",
            new Target(List.of(new Upstream("mail1.example.com", 443)), "HTTP/mail1"),
            Authorization.AUTO,
            Set.of("POST"),
            List.of(),
            false,
            new RedirectHosts(List.of(new RedirectHosts.Rule("mail2.example.com", 443, "HTTP/mail2"))));

    @Test
    void remembers_for_the_holder_and_for_nobody_else() {
        // When
        locations.remember("alice", route, THERE);

        // Then
        assertThat(locations.of("alice", route)).contains(THERE);
        assertThat(locations.of("bob", route)).isEmpty();
    }

    @Test
    void forgets_after_a_while() {
        // Given
        locations.remember("alice", route, THERE);

        // When
        now.addAndGet(MailboxLocations.LIFETIME_NANOS);

        // Then
        assertThat(locations.of("alice", route)).isEmpty();
    }

    @Test
    void keeps_no_more_than_its_bound_and_drops_the_longest_unused() {
        // Given
        locations.remember("first", route, THERE);
        locations.remember("second", route, THERE);
        for (int i = 2; i < MailboxLocations.MAX_ENTRIES; i++) {
            locations.remember("holder-" + i, route, THERE);
        }
        locations.of("first", route);

        // When
        locations.remember("one more", route, THERE);

        // Then
        assertThat(locations.size()).isEqualTo(MailboxLocations.MAX_ENTRIES);
        assertThat(locations.of("first", route)).isPresent();
        assertThat(locations.of("second", route)).isEmpty();
    }
}
