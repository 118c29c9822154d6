package kcd.pki.crl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;

/**
 * The lists of NIST's Public Key Interoperability Test Suite (PKITS, 2011, in the public domain), with its CAs. pkits.zip
 * holds them as Debian's package python3-cryptography-vectors ships them: crls/ whole, of certs/ the CAs and list signers.
 */
class PkitsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    /** What PKITS made broken, beyond our scope, or signed by none of its CAs; every other list counts. */
    private static final Map<String, CrlRefusal> REFUSED = refusals("""
            BadCRLIssuerNameCACRL                    UNKNOWN_ISSUER
            BadCRLSignatureCACRL                     MALFORMED
            BasicSelfIssuedCRLSigningKeyCACRL        OTHER_KEY
            DSACACRL                                 WEAK_SIGNATURE
            DSAParametersInheritedCACRL              WEAK_SIGNATURE
            MissingbasicConstraintsCACRL             UNKNOWN_ISSUER
            SeparateCertificateandCRLKeysCA2CRL      UNKNOWN_ISSUER
            SeparateCertificateandCRLKeysCRL         UNKNOWN_ISSUER
            TwoCRLsCABadCRL                          UNKNOWN_ISSUER
            UnknownCRLEntryExtensionCACRL            UNKNOWN_CRITICAL_EXTENSION
            UnknownCRLExtensionCACRL                 UNKNOWN_CRITICAL_EXTENSION
            basicConstraintsCriticalcAFalseCACRL     UNKNOWN_ISSUER
            basicConstraintsNotCriticalcAFalseCACRL  UNKNOWN_ISSUER
            deltaCRLCA1deltaCRL                      NO_BASE
            deltaCRLCA2deltaCRL                      NO_BASE
            deltaCRLCA3deltaCRL                      NO_BASE
            deltaCRLIndicatorNoBaseCACRL             NO_BASE
            indirectCRLCA1CRL                        INDIRECT
            indirectCRLCA3cRLIssuerCRL               UNKNOWN_ISSUER
            indirectCRLCA4cRLIssuerCRL               UNKNOWN_ISSUER
            indirectCRLCA5CRL                        INDIRECT
            keyUsageCriticalcRLSignFalseCACRL        UNKNOWN_ISSUER
            keyUsageNotCriticalcRLSignFalseCACRL     UNKNOWN_ISSUER
            onlyContainsAttributeCertsCACRL          PARTIAL_SCOPE
            onlyContainsCACertsCACRL                 PARTIAL_SCOPE
            onlySomeReasonsCA1compromiseCRL          PARTIAL_SCOPE
            onlySomeReasonsCA1otherreasonsCRL        PARTIAL_SCOPE
            onlySomeReasonsCA2CRL1                   PARTIAL_SCOPE
            onlySomeReasonsCA2CRL2                   PARTIAL_SCOPE
            onlySomeReasonsCA3compromiseCRL          PARTIAL_SCOPE
            onlySomeReasonsCA3otherreasonsCRL        PARTIAL_SCOPE
            onlySomeReasonsCA4compromiseCRL          PARTIAL_SCOPE
            onlySomeReasonsCA4otherreasonsCRL        PARTIAL_SCOPE
            """);

    private final Map<String, byte[]> lists = new TreeMap<>();
    private final Map<String, X509Certificate> certificates = new HashMap<>();

    PkitsTest() throws IOException, CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        try (InputStream in = PkitsTest.class.getResourceAsStream("pkits.zip");
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = entry.getName().replaceAll(".*/|\\..*", "");
                byte[] content = zip.readAllBytes();
                if (entry.getName().startsWith("crls/")) {
                    lists.put(name, content);
                } else {
                    certificates.put(
                            name, (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(content)));
                }
            }
        }
    }

    @Test
    void takes_and_refuses_what_the_suite_means_to_be() {
        // Given
        CrlAcceptance acceptance = acceptance(issuers());

        // When
        Map<String, CrlRefusal> refused = new TreeMap<>();
        lists.forEach((name, der) -> {
            if (acceptance.judge(ByteBuffer.wrap(der), Map.of(), NOW) instanceof CrlVerdict.Rejected rejected) {
                refused.put(name, rejected.refusal());
            }
        });

        // Then
        assertThat(lists).hasSize(173);
        assertThat(refused).containsExactlyInAnyOrderEntriesOf(REFUSED);
    }

    @Test
    void finds_the_serials_that_bouncy_castle_finds() {
        CrlAcceptance acceptance = acceptance(issuers());
        lists.forEach((name, der) -> {
            if (acceptance.judge(ByteBuffer.wrap(der), Map.of(), NOW) instanceof CrlVerdict.Accepted accepted) {
                Set<SerialNumber> theirs = bouncyCastle(der);
                SerialSet ours = accepted.list().effective().serials();
                assertThat(ours.size()).as(name).isEqualTo(theirs.size());
                assertThat(theirs).as(name).allMatch(ours::contains);
            }
        });
    }

    @Test
    void applies_a_delta_to_its_complete_list() {
        // Given
        CrlAcceptance acceptance = acceptance(issuers());
        IssuerId ca = IssuerId.of(certificates.get("deltaCRLCA1Cert"));
        HeldList complete = accepted(acceptance.judge(list("deltaCRLCA1CRL"), Map.of(), NOW));

        // When
        HeldList both = accepted(acceptance.judge(list("deltaCRLCA1deltaCRL"), Map.of(ca, complete), NOW));

        // Then
        assertThat(serials(complete)).containsExactly(2, 4, 5);
        assertThat(serials(both)).containsExactly(2, 3, 5);
    }

    @Test
    void takes_the_lists_of_signers_that_are_configured() {
        assertThat(delegated(
                        "BasicSelfIssuedCRLSigningKeyCACert",
                        "BasicSelfIssuedCRLSigningKeyCRLCert",
                        "BasicSelfIssuedCRLSigningKeyCACRL"))
                .isInstanceOf(CrlVerdict.Accepted.class);
        assertThat(delegated("indirectCRLCA3Cert", "indirectCRLCA3cRLIssuerCert", "indirectCRLCA3cRLIssuerCRL"))
                .isInstanceOf(CrlVerdict.Accepted.class);
    }

    private CrlVerdict delegated(String ca, String signer, String list) {
        CrlIssuer issuer = CrlIssuer.delegated(certificates.get(ca), certificates.get(signer));
        return acceptance(List.of(issuer)).judge(list(list), Map.of(), NOW);
    }

    /** All CAs of the suite that sign lists. */
    private List<CrlIssuer> issuers() {
        List<CrlIssuer> issuers = new ArrayList<>();
        for (X509Certificate certificate : certificates.values()) {
            try {
                issuers.add(CrlIssuer.of(certificate));
            } catch (IllegalArgumentException notForLists) {
                // The suite has such CAs too.
            }
        }
        return issuers;
    }

    private static CrlAcceptance acceptance(List<CrlIssuer> issuers) {
        return new CrlAcceptance(issuers, CrlBounds.DEFAULT, Duration.ofMinutes(5));
    }

    private ByteBuffer list(String name) {
        return ByteBuffer.wrap(lists.get(name));
    }

    private static HeldList accepted(CrlVerdict verdict) {
        assertThat(verdict).isInstanceOf(CrlVerdict.Accepted.class);
        return ((CrlVerdict.Accepted) verdict).list();
    }

    private static List<Integer> serials(HeldList list) {
        List<Integer> serials = new ArrayList<>();
        for (int i = 1; i < 10; i++) {
            if (list.effective().serials().contains(SerialNumber.of(BigInteger.valueOf(i)))) {
                serials.add(i);
            }
        }
        return serials;
    }

    private static Set<SerialNumber> bouncyCastle(byte[] der) {
        try {
            Set<SerialNumber> serials = new HashSet<>();
            for (Object entry : new X509CRLHolder(der).getRevokedCertificates()) {
                serials.add(SerialNumber.of(((X509CRLEntryHolder) entry).getSerialNumber()));
            }
            return serials;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, CrlRefusal> refusals(String table) {
        return table.lines()
                .map(line -> line.split(" +"))
                .collect(Collectors.toMap(row -> row[0], row -> CrlRefusal.valueOf(row[1])));
    }
}
