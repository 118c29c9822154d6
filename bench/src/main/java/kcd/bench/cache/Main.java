package kcd.bench.cache;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kcd.bench.Machine;
import kcd.bench.tokens.SampleTicket;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.Cacheable;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.engine.EngineTicket;
import kcd.broker.engine.Evidence;
import kcd.broker.ticket.ServiceTicketKey;
import kcd.broker.ticket.TicketFacts;
import kcd.broker.ticket.UserTicket;
import kcd.broker.user.User;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;

/** Fills the broker's own caches with a company's tickets, several times over, and weighs the heap before and after. */
public final class Main {
    private static final int USERS = 10_000;
    private static final int ROUNDS = 3;
    private static final List<String> TARGETS =
            List.of("HTTP/exch.worldwide.example", "HTTP/files.worldwide.example", "HTTP/apps.worldwide.example");

    private final Clock clock = Clock.systemUTC();
    private final SecureRandom random = new SecureRandom();
    private final TokenFactory tokens = new TokenFactory(clock, random);

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("machine: " + Machine.describe());
        System.out.printf("%d users x %d targets, tickets of about 1.8 KB, no PAC read%n", USERS, TARGETS.size());
        for (int round = 1; round <= ROUNDS; round++) {
            new Main().round();
        }
    }

    private void round() throws Exception {
        TicketCache<User, Evidence> evidence = cache(USERS);
        TicketCache<ServiceTicketKey, UserTicket> service = cache(USERS * TARGETS.size());
        long empty = used();
        long counted = fillEvidence(evidence);
        long between = used();
        print("evidence ticket", between - empty, counted, evidence.size());
        counted = fillService(service);
        print("service ticket, prepared", used() - between, counted, service.size());
        System.out.printf(
                Locale.ROOT,
                "all together %,d MB, %d entries%n",
                (used() - empty) >> 20,
                evidence.size() + service.size());
    }

    private long fillEvidence(TicketCache<User, Evidence> cache) throws Exception {
        long counted = 0;
        for (int i = 0; i < USERS; i++) {
            String name = name(i);
            Evidence ticket =
                    new Evidence(new EvidenceTicket(SampleTicket.of(Enctype.AES256_SHA1, principal(name), "HTTP/svc")
                            .credential()));
            counted += cache.get(User.named(upn(name)), () -> ticket).bytes();
        }
        return counted;
    }

    private long fillService(TicketCache<ServiceTicketKey, UserTicket> cache) throws Exception {
        long counted = 0;
        for (int i = 0; i < USERS; i++) {
            for (String target : TARGETS) {
                String name = name(i);
                UserTicket ticket = new EngineTicket(
                        tokens.prepare(SampleTicket.of(Enctype.AES256_SHA1, principal(name), target)), facts(i));
                var key = new ServiceTicketKey(User.named(upn(name)), ServicePrincipalName.parse(target));
                counted += cache.get(key, () -> ticket).bytes();
            }
        }
        return counted;
    }

    private static TicketFacts facts(int user) {
        return new TicketFacts(
                Optional.of("S-1-5-21-1004336348-1177238915-682003330-" + user),
                Enctype.AES256_SHA1.label(),
                Optional.of("dc1.worldwide.corp:" + user));
    }

    private <K, T extends Cacheable> TicketCache<K, T> cache(int entries) {
        return new TicketCache<>(
                new SingleFlight<>(Runnable::run, 1, Duration.ofSeconds(1)),
                clock,
                new CacheLimits(entries, Long.MAX_VALUE >> 16, Duration.ofMinutes(5), Duration.ofMinutes(1)),
                new RenewalMoment(random),
                _ -> {});
    }

    private static String name(int i) {
        return "firstname.lastname" + i;
    }

    private static String upn(String name) {
        return name + "@worldwide.example";
    }

    private static String principal(String name) {
        return name + "@" + SampleTicket.REALM;
    }

    private static void print(String what, long bytes, long counted, long entries) {
        System.out.printf(
                Locale.ROOT,
                "%-26s %,7d bytes of heap each, counted as %,d%n",
                what,
                bytes / entries,
                counted / entries);
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
