package kcd.pki.name;

import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** A distinguished name as Windows writes it into altSecurityIdentities: in encoded order, with its own short names. */
final class WindowsName {
    /** CertNameToStr with CERT_X500_NAME_STR; "S" for the state and "E" for e-mail are Windows' own. */
    private static final Map<ASN1ObjectIdentifier, String> SHORT_NAMES = Map.ofEntries(
            Map.entry(BCStyle.CN, "CN"),
            Map.entry(BCStyle.OU, "OU"),
            Map.entry(BCStyle.O, "O"),
            Map.entry(BCStyle.L, "L"),
            Map.entry(BCStyle.ST, "S"),
            Map.entry(BCStyle.C, "C"),
            Map.entry(BCStyle.DC, "DC"),
            Map.entry(BCStyle.E, "E"),
            Map.entry(BCStyle.STREET, "STREET"),
            Map.entry(BCStyle.T, "T"),
            Map.entry(BCStyle.GIVENNAME, "G"),
            Map.entry(BCStyle.INITIALS, "I"),
            Map.entry(BCStyle.SURNAME, "SN"),
            Map.entry(BCStyle.SERIALNUMBER, "SERIALNUMBER"));

    private static final Pattern NEEDS_QUOTES = Pattern.compile("^\\s|\\s$|[,+=\"\\n<>#;]|^$");

    private WindowsName() {}

    static String of(X500Principal principal) {
        return Arrays.stream(X500Name.getInstance(principal.getEncoded()).getRDNs())
                .map(WindowsName::rdn)
                .collect(Collectors.joining(","));
    }

    private static String rdn(RDN rdn) {
        return Arrays.stream(rdn.getTypesAndValues())
                .map(WindowsName::attribute)
                .collect(Collectors.joining("+"));
    }

    private static String attribute(AttributeTypeAndValue attribute) {
        String type = SHORT_NAMES.getOrDefault(attribute.getType(), "OID." + attribute.getType());
        String value = attribute.getValue() instanceof ASN1String text ? text.getString() : "";
        return type + "=" + (NEEDS_QUOTES.matcher(value).find() ? '"' + value.replace("\"", "\"\"") + '"' : value);
    }
}
