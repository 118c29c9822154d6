package kcd.pki.name;

import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;

/** The extension by which AD CS binds a certificate to an account for good: szOID_NTDS_CA_SECURITY_EXT. [MS-WCCE] section 2.2.2.7.7.4. */
final class SidExtension {
    static final String OID = "1.3.6.1.4.1.311.25.2";
    /** 1.3.6.1.4.1.311.25.2.1, szOID_NTDS_OBJECTSID. */
    private static final byte[] OBJECT_SID_OID = HexFormat.of().parseHex("2b060104018237190201");

    private SidExtension() {}

    static Optional<Sid> of(X509Certificate certificate) throws MalformedDerException, IdentityRefusal {
        Optional<DerCursor> extension = Extensions.find(certificate, OID);
        if (extension.isEmpty()) {
            return Optional.empty();
        }
        DerCursor names = extension.get().enter(DerCursor.SEQUENCE);
        extension.get().finish();
        DerCursor otherName = names.enter(DerCursor.constructed(0));
        names.finish();
        if (!Arrays.equals(otherName.content(DerCursor.OBJECT_IDENTIFIER), OBJECT_SID_OID)) {
            throw new MalformedDerException("another OID where the object SID's belongs");
        }
        DerCursor value = otherName.enter(DerCursor.constructed(0));
        otherName.finish();
        String text = new String(value.content(DerCursor.OCTET_STRING), StandardCharsets.ISO_8859_1);
        value.finish();
        return Optional.of(Sid.parse(text)
                .orElseThrow(() -> new IdentityRefusal(IdentityFault.SID_MALFORMED, "SID extension " + text)));
    }
}
