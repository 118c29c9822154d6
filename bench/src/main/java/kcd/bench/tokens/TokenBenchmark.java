package kcd.bench.tokens;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kcd.bench.WarmUp;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.gss.ChannelBinding;
import kcd.kerberos.gss.TokenFactory;
import kcd.kerberos.gss.TokenTemplate;
import kcd.kerberos.ticket.ServiceTicket;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One SPNEGO token a call, from a ticket that is at hand. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TokenBenchmark {

    /** As many users as would have a phone out at once; one alone would let the JDK keep its AES key schedule. */
    private static final int USERS = 1_024;

    /** The gateway's way. */
    @State(Scope.Thread)
    public static class Prepared {
        private final TokenFactory factory = new TokenFactory(Clock.systemUTC(), new SecureRandom());
        private final List<TokenTemplate> sha1 = templates(Enctype.AES256_SHA1);
        private final List<TokenTemplate> sha2 = templates(Enctype.AES256_SHA384);
        private final Optional<ChannelBinding> binding = Optional.of(ChannelBinding.tlsServerEndPoint(new byte[32]));
        private int next;

        /** Compiles what is measured. */
        @Setup
        public void warmUp() throws Exception {
            WarmUp.run(() -> unbound());
            WarmUp.run(() -> bound());
            WarmUp.run(() -> sha2());
        }

        byte[] unbound() {
            return sha1.get(user()).token(Optional.empty());
        }

        byte[] bound() {
            return sha1.get(user()).token(binding);
        }

        byte[] sha2() {
            return sha2.get(user()).token(binding);
        }

        private int user() {
            next = (next + 1) % USERS;
            return next;
        }

        private List<TokenTemplate> templates(Enctype enctype) {
            return Stream.generate(() -> factory.prepare(SampleTicket.of(enctype)))
                    .limit(USERS)
                    .toList();
        }
    }

    /** Ours without preparation. */
    @State(Scope.Thread)
    public static class Scratch {
        private final TokenFactory factory = new TokenFactory(Clock.systemUTC(), new SecureRandom());
        private final ServiceTicket ticket = SampleTicket.of(Enctype.AES256_SHA1);
        private final Optional<ChannelBinding> binding = Optional.of(ChannelBinding.tlsServerEndPoint(new byte[32]));

        /** Compiles what is measured. */
        @Setup
        public void warmUp() throws Exception {
            WarmUp.run(this::token);
        }

        byte[] token() {
            return factory.token(ticket, binding);
        }
    }

    /** Kerby's codec and crypto. */
    @State(Scope.Thread)
    public static class Kerby {
        private final KerbyTokens tokens = new KerbyTokens(SampleTicket.of(Enctype.AES256_SHA1));

        /** Compiles what is measured. */
        @Setup
        public void warmUp() throws Exception {
            WarmUp.run(tokens::token);
        }
    }

    /** The JDK's GSS-API. */
    @State(Scope.Thread)
    public static class Jdk {
        private final JdkTokens tokens = new JdkTokens(Enctype.AES256_SHA1);

        /** Compiles what is measured. */
        @Setup
        public void warmUp() throws Exception {
            WarmUp.run(tokens::token);
        }
    }

    @Benchmark
    public byte[] template(Prepared ours) {
        return ours.unbound();
    }

    @Benchmark
    public byte[] templateBound(Prepared ours) {
        return ours.bound();
    }

    @Benchmark
    public byte[] templateSha2(Prepared ours) {
        return ours.sha2();
    }

    @Benchmark
    public byte[] reference(Scratch ours) {
        return ours.token();
    }

    @Benchmark
    public byte[] kerby(Kerby kerby) throws Exception {
        return kerby.tokens.token();
    }

    @Benchmark
    public byte[] jdk(Jdk jdk) {
        return jdk.tokens.token();
    }
}
