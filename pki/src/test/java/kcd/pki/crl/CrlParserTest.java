package kcd.pki.crl;

import static kcd.pki.crl.CrlWorkshop.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import kcd.pki.der.MalformedDerException;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrlParserTest {

    private final CrlWorkshop ca = CrlWorkshop.named("Parser CA");

    /** Lists with serials of all lengths, reasons and invalidity dates, in no order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agrees_with_bouncy_castle_and_the_jdk(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        byte[] der = randomList(random, 1 + random.nextInt(2000));

        // When
        SerialSet serials = parse(der).revoked();

        // Then
        Set<BigInteger> bouncyCastle = new TreeSet<>();
        for (Object entry : new X509CRLHolder(der).getRevokedCertificates()) {
            bouncyCastle.add(((X509CRLEntryHolder) entry).getSerialNumber());
        }
        X509CRL jdk = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        assertThat(serials.size()).isEqualTo(bouncyCastle.size());
        assertThat(bouncyCastle).allMatch(serial -> serials.contains(SerialNumber.of(serial)));
        for (int i = 0; i < 500; i++) {
            BigInteger other = new BigInteger(1 + random.nextInt(160), random);
            assertThat(serials.contains(SerialNumber.of(other))).isEqualTo(jdk.getRevokedCertificate(other) != null);
        }
    }

    @Test
    void reads_a_list_as_active_directory_certificate_services_issues_it() throws Exception {
        // Given
        byte[] der = ca.crl(NOW, NOW.plus(Duration.ofDays(8)), list -> {
            CrlWorkshop.extension(list, microsoft("21.1"), false, new ASN1Integer(0));
            CrlWorkshop.number(list, 4711);
            CrlWorkshop.extension(list, microsoft("21.4"), false, new Time(Date.from(NOW.plus(Duration.ofDays(7)))));
            CrlWorkshop.extension(list, Extension.freshestCRL, false, freshest("ldap:///CN=CA?deltaRevocationList"));
            CrlWorkshop.extension(list, microsoft("21.14"), false, freshest("ldap:///CN=CA?certificateRevocationList"));
            CrlWorkshop.extension(
                    list, Extension.issuingDistributionPoint, true, idp("ldap:///CN=CA", "http://pki/ca.crl"));
            CrlWorkshop.revoke(list, new BigInteger("6100000002d0f3a1b2c3d4e5f6000000000002", 16));
        });

        // When
        Crl crl = parse(der);

        // Then
        assertThat(crl.header().number()).isEqualTo(CrlNumber.of(4711));
        assertThat(crl.header().scope().distributionPoints())
                .containsExactlyInAnyOrder("ldap:///CN=CA", "http://pki/ca.crl");
        assertThat(crl.header().freshest()).containsExactly("ldap:///CN=CA?deltaRevocationList");
        assertThat(crl.revoked().size()).isEqualTo(1);
    }

    @Test
    void reads_dates_after_2049() throws Exception {
        // Given
        byte[] der = ca.crl(
                NOW,
                NOW.plus(Duration.ofDays(365 * 40)),
                list -> list.addCRLEntry(BigInteger.TEN, Date.from(NOW.plus(Duration.ofDays(365 * 30))), 1));

        // Then
        assertThat(parse(der).header().nextUpdate()).isEqualTo(NOW.plus(Duration.ofDays(365 * 40)));
    }

    @Test
    void reads_a_million_entries() throws Exception {
        // Given
        byte[] der = ca.large(1, 1_000_000, 1);

        // When
        Crl crl = parse(der);

        // Then
        assertThat(crl.revoked().size()).isEqualTo(1_000_000);
    }

    /** Whatever the bytes, the answer is a list or a refusal: the two parsers, without the signature that guards the second. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void never_does_anything_but_refuse_damaged_lists(long seed) {
        // Given
        Random random = new Random(seed);
        byte[] sound = randomList(random, 20);
        int refused = 0;

        // When
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = damage(sound, random);
            try {
                parse(damaged);
            } catch (RefusedCrlException e) {
                refused++;
            }
        }

        // Then: any other exception would have ended the loop
        assertThat(refused).isGreaterThan(10_000);
    }

    @Test
    void refuses_every_truncation() {
        // Given
        byte[] sound = ca.crl(1, 1, 2, 3);

        // Then
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = Arrays.copyOf(sound, length);
            assertThatThrownBy(() -> parse(cut)).isInstanceOf(RefusedCrlException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "3080", // indefinite length
                "30820001", // truncated
                "308100", // length not in its shortest form
                "30820010", // the same, longer
                "3084ffffffff", // larger than any buffer
                "3085010000000000", // length of five octets
                "1f8100", // multi-octet tag
                "31003000" // a set
            })
    void refuses_der_that_is_none(String hex) {
        // Given
        byte[] bytes = HexFormat.of().parseHex(hex);

        // Then
        assertThatThrownBy(() -> parse(bytes)).isInstanceOf(RefusedCrlException.class);
    }

    @Test
    void refuses_bytes_after_the_list() {
        // Given
        byte[] sound = ca.crl(1, 1);
        byte[] longer = Arrays.copyOf(sound, sound.length + 1);

        // Then
        assertThatThrownBy(() -> parse(longer))
                .isInstanceOf(RefusedCrlException.class)
                .hasMessage("bytes after the end of the list");
    }

    @Test
    void refuses_a_next_update_before_this_update() {
        // Given
        byte[] der = ca.crl(NOW, NOW.minusSeconds(1), list -> CrlWorkshop.number(list, 1));

        // Then
        assertThatThrownBy(() -> parse(der))
                .isInstanceOf(RefusedCrlException.class)
                .hasMessageContaining("before");
    }

    @Test
    void refuses_a_negative_list_number() {
        // Given
        byte[] der =
                ca.crl(NOW, NOW, list -> CrlWorkshop.extension(list, Extension.cRLNumber, false, new ASN1Integer(-1)));

        // Then
        assertThatThrownBy(() -> parse(der))
                .isInstanceOf(RefusedCrlException.class)
                .hasMessageStartingWith("broken CRL number");
    }

    @Test
    void passes_over_extensions_that_are_not_critical() throws Exception {
        // Given
        byte[] der = ca.crl(NOW, NOW, list -> {
            CrlWorkshop.extension(list, new ASN1ObjectIdentifier("1.3.6.1.4.1.99999.1"), false, new DERUTF8String("?"));
            CrlWorkshop.extension(list, Extension.issuerAlternativeName, false, new DEROctetString(new byte[300]));
        });

        // Then
        assertThat(parse(der).header().scope()).isEqualTo(CrlScope.FULL);
    }

    private Crl parse(byte[] der) throws RefusedCrlException {
        try {
            CrlEnvelope envelope = CrlParser.envelope(ByteBuffer.wrap(der), CrlBounds.DEFAULT);
            return CrlEntries.read(envelope, ca.issuer(), CrlBounds.DEFAULT);
        } catch (MalformedDerException e) {
            throw new RefusedCrlException(e.getMessage());
        }
    }

    private byte[] randomList(Random random, int entries) {
        List<Integer> reasons = List.of(0, 1, 3, 4, 5, 6, 9);
        return ca.crl(NOW, NOW.plusSeconds(60), list -> {
            CrlWorkshop.number(list, 1);
            for (int i = 0; i < entries; i++) {
                BigInteger serial = new BigInteger(1 + random.nextInt(160), random);
                int reason = reasons.get(random.nextInt(reasons.size()));
                if (random.nextBoolean()) {
                    list.addCRLEntry(serial, Date.from(NOW), reason);
                } else {
                    list.addCRLEntry(serial, Date.from(NOW), reason, Date.from(NOW.minusSeconds(5)));
                }
            }
        });
    }

    private static byte[] damage(byte[] sound, Random random) {
        byte[] damaged = sound.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    private static ASN1ObjectIdentifier microsoft(String arc) {
        return new ASN1ObjectIdentifier("1.3.6.1.4.1.311." + arc);
    }

    private static CRLDistPoint freshest(String uri) {
        return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name(uri), null, null)});
    }

    private static IssuingDistributionPoint idp(String... uris) {
        return new IssuingDistributionPoint(name(uris), false, false, null, false, false);
    }

    private static DistributionPointName name(String... uris) {
        return new DistributionPointName(new GeneralNames(Arrays.stream(uris)
                .map(uri -> new GeneralName(GeneralName.uniformResourceIdentifier, uri))
                .toArray(GeneralName[]::new)));
    }
}
