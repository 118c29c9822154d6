package kcd.broker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import kcd.broker.fake.FakeClock;
import kcd.broker.fake.Tickets;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.ticket.Credential;
import kcd.kerberos.ticket.EvidenceTicket;
import kcd.kerberos.ticket.TicketGrantingTicket;
import kcd.kerberos.wire.EncryptedData;
import kcd.kerberos.wire.Ticket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownProxyTgtsTest {
    private static final Realm HOME = new Realm("HOME.TEST");
    private static final List<Realm> REALMS = List.of(new Realm("B.TEST"), new Realm("C.TEST"), new Realm("D.TEST"));
    private static final EncryptionKey KEY = EncryptionKey.random(Enctype.AES256_SHA1, new SecureRandom());

    private final FakeClock clock = new FakeClock();
    private final KnownProxyTgts proxies = new KnownProxyTgts(Tickets.cache(clock));

    @Test
    void belongs_to_its_evidence_and_realm_alone() {
        // Given
        EvidenceTicket alice = evidence("alice", 1);
        TicketGrantingTicket proxy = proxy("alice", REALMS.getFirst());

        // When
        proxies.keep(alice, proxy);

        // Then
        assertThat(proxies.find(alice, REALMS.getFirst())).contains(proxy);
        assertThat(proxies.find(alice, REALMS.getLast())).isEmpty();
        assertThat(proxies.find(evidence("alice", 2), REALMS.getFirst())).isEmpty();
        assertThat(proxies.find(evidence("bob", 1), REALMS.getFirst())).isEmpty();
    }

    @Test
    void goes_with_its_evidence_and_before_its_end() {
        // Given
        EvidenceTicket alice = evidence("alice", 1);
        EvidenceTicket bob = evidence("bob", 1);
        REALMS.forEach(realm -> proxies.keep(alice, proxy("alice", realm)));
        proxies.keep(bob, proxy("bob", REALMS.getFirst()));

        // When
        proxies.forget(alice);

        // Then
        assertThat(REALMS).noneMatch(realm -> proxies.find(alice, realm).isPresent());
        assertThat(proxies.find(bob, REALMS.getFirst())).isPresent();
        clock.advance(java.time.Duration.ofMinutes(56));
        assertThat(proxies.find(bob, REALMS.getFirst())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void many_at_once_never_get_anothers(long seed) throws Exception {
        // Given
        List<Future<Integer>> workers = new ArrayList<>();

        // When
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int worker = 0; worker < 16; worker++) {
                Random random = new Random(seed * 100 + worker);
                workers.add(threads.submit(() -> shuffle(random)));
            }
        }

        // Then
        int found = 0;
        for (Future<Integer> worker : workers) {
            found += worker.get();
        }
        assertThat(found).isPositive();
    }

    private int shuffle(Random random) {
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            String user = "user" + random.nextInt(50);
            EvidenceTicket evidence = evidence(user, random.nextInt(2));
            Realm realm = REALMS.get(random.nextInt(REALMS.size()));
            switch (random.nextInt(8)) {
                case 0 -> proxies.forget(evidence);
                case 1 -> proxies.forget(evidence, realm);
                case 2, 3 -> proxies.keep(evidence, proxy(user, realm));
                default -> {
                    var proxy = proxies.find(evidence, realm);
                    if (proxy.isPresent()) {
                        found++;
                        assertThat(proxy.get().realm()).isEqualTo(realm);
                        assertThat(proxy.get().credential().client()).isEqualTo(evidence.user());
                    }
                }
            }
        }
        return found;
    }

    private EvidenceTicket evidence(String user, int number) {
        return new EvidenceTicket(credential(user, new Principal(PrincipalName.principal("svc"), HOME), number));
    }

    private TicketGrantingTicket proxy(String user, Realm realm) {
        return new TicketGrantingTicket(credential(user, new Principal(PrincipalName.tgs(realm), HOME), 0));
    }

    private Credential credential(String user, Principal server, int number) {
        byte[] cipher = (user + " " + server + " " + number).getBytes(StandardCharsets.UTF_8);
        return new Credential(
                Ticket.of(HOME, server.name(), new EncryptedData(18, 1, Octets.of(cipher))),
                new Principal(PrincipalName.principal(user), HOME),
                server,
                KEY,
                0,
                clock.instant(),
                clock.instant().plusSeconds(3_600));
    }
}
