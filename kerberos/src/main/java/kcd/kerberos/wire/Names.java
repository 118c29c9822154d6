package kcd.kerberos.wire;

import java.util.ArrayList;
import java.util.List;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.asn1.type.Asn1Encodeable;

/** Realm and PrincipalName on the wire. RFC 4120 section 5.2.2. */
final class Names {
    private Names() {}

    static Asn1Encodeable of(PrincipalName name) {
        return Der.sequence(
                Der.field(0, Der.integer(name.type())),
                Der.field(
                        1,
                        Der.sequenceOf(name.components().stream().map(Der::text).toList())));
    }

    static Asn1Encodeable of(Realm realm) {
        return Der.text(realm.value());
    }

    static PrincipalName principal(DerValue value) throws MalformedMessageException {
        Fields f = value.fields();
        List<String> components = new ArrayList<>();
        for (DerValue component : f.get(1).elements()) {
            components.add(component.text());
        }
        try {
            return new PrincipalName(f.int32(0), components);
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }

    static Realm realm(DerValue value) throws MalformedMessageException {
        try {
            return new Realm(value.text());
        } catch (IllegalArgumentException e) {
            throw new MalformedMessageException(String.valueOf(e.getMessage()));
        }
    }
}
