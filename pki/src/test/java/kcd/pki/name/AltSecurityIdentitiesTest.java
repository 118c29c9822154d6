package kcd.pki.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import kcd.pki.der.MalformedDerException;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.TestCa;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;

class AltSecurityIdentitiesTest {
    private final CertificateWorkshop workshop = CertificateWorkshop.now();

    /** The example of KB5014754: serial 2B0000000011AC0000000012, issuer shown as CN=CONTOSO-DC-CA, DC=contoso, DC=com. */
    @Test
    void writes_issuer_and_serial_number_backwards() {
        X509Certificate certificate = issuedBy("DC=com,DC=contoso,CN=CONTOSO-DC-CA", "2B0000000011AC0000000012");
        assertThat(AltSecurityIdentities.issuerSerialNumber(certificate))
                .isEqualTo("X509:<I>DC=com,DC=contoso,CN=CONTOSO-DC-CA<SR>1200000000ac11000000002b");
    }

    @Test
    void keeps_the_sign_octet_of_the_encoded_serial_number() {
        X509Certificate certificate = issuedBy("CN=CA", "B712");
        assertThat(AltSecurityIdentities.issuerSerialNumber(certificate)).isEqualTo("X509:<I>CN=CA<SR>12b700");
    }

    @Test
    void quotes_and_names_attributes_as_windows_does() {
        X509Certificate certificate = issuedBy("C=DE,ST=Bayern,O=Example\\, Inc.,CN=CA", "01");
        assertThat(AltSecurityIdentities.issuerSerialNumber(certificate))
                .isEqualTo("X509:<I>C=DE,S=Bayern,O=\"Example, Inc.\",CN=CA<SR>01");
    }

    @Test
    void writes_the_key_identifier_and_the_keys_hash() throws MalformedDerException {
        X509Certificate certificate = workshop.root("CA").user("a@b").certificate();
        String ski = AltSecurityIdentities.subjectKeyIdentifier(certificate).orElseThrow();
        String hash = AltSecurityIdentities.sha1PublicKey(certificate);
        // The workshop makes key identifiers by RFC 5280's first method: the same hash over the same bits.
        assertThat(ski).matches("X509:<SKI>[0-9a-f]{40}");
        assertThat(hash).isEqualTo(ski.replace("<SKI>", "<SHA1-PUKEY>"));
        assertThat(AltSecurityIdentities.strong(certificate)).hasSize(3).contains(ski, hash);
    }

    @Test
    void offers_no_key_identifier_that_is_not_there() throws MalformedDerException {
        X509Certificate certificate = workshop.root("CA")
                .leaf("alice")
                .without(Extension.subjectKeyIdentifier)
                .issue()
                .certificate();
        assertThat(AltSecurityIdentities.strong(certificate)).hasSize(2).noneMatch(form -> form.contains("<SKI>"));
    }

    private X509Certificate issuedBy(String issuer, String serial) {
        TestCa ca = workshop.rootBuilder("x").subject(issuer).issueCa();
        return ca.leaf("alice").serialNumber(new BigInteger(serial, 16)).issue().certificate();
    }
}
