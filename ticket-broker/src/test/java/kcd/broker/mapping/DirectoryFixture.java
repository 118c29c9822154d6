package kcd.broker.mapping;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import kcd.broker.cache.CacheLimits;
import kcd.broker.cache.RenewalMoment;
import kcd.broker.cache.SingleFlight;
import kcd.broker.cache.TicketCache;
import kcd.broker.mapping.DirectoryAddress.Protection;
import kcd.lab.forest.DemoForest;
import kcd.lab.forest.LabDomain;
import kcd.lab.ldap.LabDirectory;
import kcd.lab.pki.LabTls;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.IdentityPolicy;
import kcd.pki.name.IssuerRules;
import kcd.pki.path.AlgorithmPolicy;
import kcd.pki.path.CertificateHash;
import kcd.pki.path.PathPolicy;
import kcd.pki.path.PathValidator;
import kcd.pki.path.TrustAnchors;
import kcd.pki.path.VerifiedPath;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;

/** A forest's directories, what trusts them, and certificates of its users. */
final class DirectoryFixture {
    static final TestCa DIRECTORY_CA = CertificateWorkshop.now().root("Directory CA");
    static final TestCa USERS_CA = CertificateWorkshop.now().root("Users CA");
    static final String SEARCHER = "CN=SVC_awseg,CN=Users,DC=worldwide,DC=lab";
    static final Duration LIFE = Duration.ofMinutes(10);
    static final Duration UNKNOWN_LIFE = Duration.ofSeconds(60);

    /// A busy machine's first TLS handshake takes over half a second; a deaf server costs a test this long.
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROOM = 1_000;

    private DirectoryFixture() {}

    static LabDirectory catalog(List<LabDomain> domains, String... names) throws Exception {
        return LabDirectory.startGlobalCatalog(domains, LabTls.server(DIRECTORY_CA.server(names)));
    }

    static SSLContext trust() {
        return LabTls.client(Optional.empty(), DIRECTORY_CA.certificate());
    }

    static DirectorySettings settings(LabDomain domain, DirectoryAddress... servers) {
        return settings(domain, DemoForest.GATEWAY_PASSWORD::toCharArray, trust(), servers);
    }

    static DirectorySettings settings(
            LabDomain domain, DirectoryPassword password, SSLContext tls, DirectoryAddress... servers) {
        return new DirectorySettings(
                List.of(servers), Optional.of(domain.baseDn()), SEARCHER, password, tls, 4, CONNECT, ANSWER);
    }

    static DirectoryAddress ldaps(LabDirectory directory) {
        return new DirectoryAddress("localhost", directory.port(), Protection.TLS);
    }

    static MappingSettings mapping(MappingMethod... methods) {
        return new MappingSettings(List.of(methods), Optional.empty(), false, LIFE, UNKNOWN_LIFE);
    }

    static TicketCache<CertificateHash, Mapped> cache(Clock clock) {
        Executor threads = task -> Thread.ofVirtual().start(task);
        return new TicketCache<>(
                new SingleFlight<>(threads, ROOM, PATIENCE),
                clock,
                new CacheLimits(ROOM, ROOM * Mapped.BYTES, Duration.ZERO, Duration.ofSeconds(30)),
                new RenewalMoment(RandomGenerator.getDefault()),
                _ -> {});
    }

    static CertificateIdentity identity(Credential credential) {
        var validator = new PathValidator(
                TrustAnchors.of(List.of(USERS_CA.certificate())), new PathPolicy(AlgorithmPolicy.DEFAULT, true));
        var path = (VerifiedPath) validator.validate(credential.chain(), Instant.now());
        return (CertificateIdentity) CertificateIdentity.read(path, new IdentityPolicy(false, false, IssuerRules.NONE));
    }

    /** Remembers what it was told. */
    static final class Told implements MappingEvents {
        final List<Result> results = new ArrayList<>();
        final List<Boolean> searches = new ArrayList<>();

        @Override
        public synchronized void mapped(MappingMethod method, Result result, Duration took) {
            results.add(result);
        }

        @Override
        public synchronized void searched(DirectoryAddress server, boolean answered, Duration took) {
            searches.add(answered);
        }
    }
}
