package kcd.pki.name;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import kcd.pki.der.DerCursor;
import kcd.pki.der.Extensions;
import kcd.pki.der.MalformedDerException;

/**
 * The two kinds of SAN entries that name a Windows user: the UPN otherName and the SID URI. RFC 5280 section 4.2.1.6.
 *
 * <p>Read from the raw extension, because the JDK's view hides what it could not parse. All other entries, rfc822Name
 * first of all, are stepped over: an e-mail address is not an account.
 */
record SubjectAlternativeNames(List<String> upns, List<Sid> sids) {
    private static final int OTHER_NAME = 0;
    private static final int URI = 6;
    /** 1.3.6.1.4.1.311.20.2.3, id-ms-san-sc-logon-upn. */
    private static final byte[] UPN_OID = HexFormat.of().parseHex("2b060104018237140203");

    private static final String SID_URI = "tag:microsoft.com,2022-09-14:sid:";

    static SubjectAlternativeNames of(X509Certificate certificate) throws MalformedDerException, IdentityRefusal {
        List<String> upns = new ArrayList<>();
        List<Sid> sids = new ArrayList<>();
        Optional<DerCursor> extension = Extensions.find(certificate, Extensions.SUBJECT_ALTERNATIVE_NAME);
        if (extension.isPresent()) {
            DerCursor names = extension.get().enter(DerCursor.SEQUENCE);
            extension.get().finish();
            while (names.hasMore()) {
                int tag = names.peekTag();
                if (tag == DerCursor.constructed(OTHER_NAME)) {
                    upn(names.enter(tag)).ifPresent(upns::add);
                } else if (tag == DerCursor.primitive(URI)) {
                    sid(names.content(tag)).ifPresent(sids::add);
                } else {
                    names.skip();
                }
            }
        }
        return new SubjectAlternativeNames(List.copyOf(upns), List.copyOf(sids));
    }

    private static Optional<String> upn(DerCursor otherName) throws MalformedDerException, IdentityRefusal {
        if (!Arrays.equals(otherName.content(DerCursor.OBJECT_IDENTIFIER), UPN_OID)) {
            return Optional.empty();
        }
        DerCursor value = otherName.enter(DerCursor.constructed(0));
        otherName.finish();
        byte[] text = value.content(DerCursor.UTF8_STRING);
        value.finish();
        try {
            // A fresh decoder reports what new String() would quietly replace.
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString());
        } catch (CharacterCodingException _) {
            throw new IdentityRefusal(IdentityFault.UPN_NOT_UTF8, "the UPN is not UTF-8");
        }
    }

    private static Optional<Sid> sid(byte[] uri) throws IdentityRefusal {
        String text = new String(uri, StandardCharsets.ISO_8859_1);
        if (!text.startsWith(SID_URI)) {
            return Optional.empty();
        }
        return Optional.of(Sid.parse(text.substring(SID_URI.length()))
                .orElseThrow(() -> new IdentityRefusal(IdentityFault.SID_MALFORMED, "SAN URI " + text)));
    }
}
