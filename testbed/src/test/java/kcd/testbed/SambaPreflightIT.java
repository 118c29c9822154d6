package kcd.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import kcd.kerberos.name.Realm;
import kcd.testbed.Preflight.Report;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Preflight against Samba's own KDC, which knows what MIT's does not: accounts without an SPN, or without an AES key. */
class SambaPreflightIT {
    private static final Realm HOME = new Realm("WORLDWIDE.TEST");
    private static final Bed BED = Bed.ofSamba();

    @TempDir
    Path directory;

    private Preflight preflight;

    @BeforeEach
    void prepare() throws Exception {
        preflight = new Preflight(BED, directory, List.of(HOME));
    }

    @AfterEach
    void end() throws Exception {
        preflight.close();
    }

    @Test
    void a_sound_bed_is_all_ok() throws Exception {
        // When
        Report report = preflight.run();

        // Then
        assertThat(report.wrong()).as(report.json() + report.errors()).isEmpty();
        assertThat(report.exitCode()).isZero();
    }

    @Test
    void an_account_without_an_spn() throws Exception {
        // Given
        preflight.account("bob@WORLDWIDE.TEST", "User-Passw0rd!");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong()).startsWith("account SPN: ").contains("setspn -S HTTP/bob bob");
    }

    @Test
    void an_account_whose_only_key_is_rc4() throws Exception {
        // Given
        preflight.account("svc_rc4@WORLDWIDE.TEST", "Svc-Passw0rd!");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("account key: encryption type mismatch")
                .contains("-KerberosEncryptionType AES128,AES256");
    }

    @Test
    void an_emptied_delegation_list() throws Exception {
        // Given
        preflight.account("svc_nolist@WORLDWIDE.TEST");

        // When
        Report report = preflight.run();

        // Then
        assertThat(report.whatIsWrong())
                .startsWith("delegation: delegation not allowed")
                .contains("-Add @{'msDS-AllowedToDelegateTo'='HTTP/exch.worldwide.test'}");
    }
}
