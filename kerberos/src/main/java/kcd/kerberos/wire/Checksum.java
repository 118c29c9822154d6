package kcd.kerberos.wire;

import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/**
 * Checksum. RFC 4120 section 5.2.9. The type is any number, also 0x8003 of RFC 4121 section 4.1.1.
 *
 * @param type the checksum type's number
 * @param value the checksum
 */
public record Checksum(int type, Octets value) {

    /** The mandatory checksum of the key's encryption type. */
    public static Checksum of(EncryptionKey key, int usage, Octets data) {
        return new Checksum(
                key.enctype().checksumType(), Octets.of(KerberosCrypto.checksum(key, usage, data.toArray())));
    }

    /** Whether this is the checksum of {@code data}, in constant time. */
    public boolean verify(EncryptionKey key, int usage, Octets data) {
        return KerberosCrypto.verify(key, usage, type, data.toArray(), value.toArray());
    }

    Asn1Encodeable toDer() {
        return Der.sequence(Der.field(0, Der.integer(type)), Der.field(1, Der.octets(value)));
    }

    static Checksum from(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        return new Checksum(f.int32(0), f.octets(1));
    }
}
