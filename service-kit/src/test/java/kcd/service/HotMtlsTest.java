package kcd.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;
import kcd.pki.workshop.TestCa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotMtlsTest {

    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final TestCa ca = CertificateWorkshop.now().root("Mesh CA");

    @Test
    void takes_over_a_renewed_certificate_and_a_new_ca_and_keeps_them_when_the_files_break() throws Exception {
        // Given
        Credential first = ca.service("me", "localhost");
        MtlsSettings settings = settings(first);
        try (HotMtls mtls = HotMtls.watch(settings, Clock.systemUTC(), OFTEN)) {
            assertThat(mtls.key().current().leaf()).isEqualTo(first.certificate());

            // When
            Credential renewed = ca.service("me", "localhost");
            renewed.writePem(directory, "tls");
            TestCa next = CertificateWorkshop.now().root("Next Mesh CA");
            next.writeCertificate(directory, "ca");

            // Then
            await(() -> mtls.key().current().leaf().equals(renewed.certificate())
                    && mtls.trust().getAcceptedIssuers()[0].equals(next.certificate()));

            // When
            Files.writeString(settings.trustStore(), "nothing");
            Credential third = ca.service("me", "localhost");
            third.writePem(directory, "tls");

            // Then
            await(() -> mtls.key().current().leaf().equals(third.certificate()));
            assertThat(mtls.trust().getAcceptedIssuers()).containsExactly(next.certificate());
        }
    }

    private MtlsSettings settings(Credential own) {
        Credential.PemFiles files = own.writePem(directory, "tls");
        return new MtlsSettings(files.certificate(), files.privateKey(), ca.writeCertificate(directory, "ca"));
    }

    private static void await(Condition condition) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!condition.holds()) {
            assertThat(Instant.now()).isBefore(deadline);
            LockSupport.parkNanos(OFTEN.toNanos());
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }
}
