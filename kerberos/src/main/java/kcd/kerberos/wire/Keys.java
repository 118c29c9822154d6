package kcd.kerberos.wire;

import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/** EncryptionKey on the wire. RFC 4120 section 5.2.9. */
final class Keys {
    private Keys() {}

    static Asn1Encodeable of(EncryptionKey key) {
        return Der.sequence(
                Der.field(0, Der.integer(key.enctype().number())), Der.field(1, Der.octets(Octets.of(key.toArray()))));
    }

    static EncryptionKey from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        int number = f.int32(0);
        Enctype enctype = Enctype.of(number)
                .orElseThrow(() -> new MalformedMessageException("a key of unknown encryption type " + number));
        try {
            return new EncryptionKey(enctype, f.octets(1).toArray());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }
}
