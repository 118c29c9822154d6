package kcd.bench.tokens;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.IntStream;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.gss.TokenTemplate;
import kcd.kerberos.ticket.ServiceTicket;

/** What a prepared ticket takes in a cache, beside the ticket itself. */
final class Footprint {
    private static final int TEMPLATES = 100_000;

    private Footprint() {}

    static long bytesPerTemplate() {
        TokenFactory factory = new TokenFactory(Clock.systemUTC(), new SecureRandom());
        ServiceTicket ticket = SampleTicket.of(Enctype.AES256_SHA1);
        factory.prepare(ticket).token(Optional.empty());
        long before = used();
        TokenTemplate[] templates = IntStream.range(0, TEMPLATES)
                .mapToObj(i -> factory.prepare(ticket))
                .toArray(TokenTemplate[]::new);
        long after = used();
        return (after - before) / templates.length;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
