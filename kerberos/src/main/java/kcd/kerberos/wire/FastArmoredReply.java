package kcd.kerberos.wire;

import kcd.kerberos.crypto.Octets;

/**
 * PA-FX-FAST-REPLY with its KrbFastArmoredRep, in replies and in errors. RFC 6113 section 5.4.3.
 *
 * @param encrypted a {@link FastResponse}
 */
public record FastArmoredReply(EncryptedData encrypted) {

    public PaData toPaData() {
        return new PaData(PaData.FX_FAST, Der.encode(Der.field(0, Der.sequence(Der.field(0, encrypted.toDer())))));
    }

    public static FastArmoredReply decode(Octets value) throws MalformedMessageException {
        return new FastArmoredReply(
                EncryptedData.from(DerValue.parse(value).choice(0).fields().get(0)));
    }
}
