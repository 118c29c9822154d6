package kcd.kerberos.pac;

import java.util.List;
import kcd.kerberos.wire.MalformedMessageException;

/**
 * How the ticket came about by S4U2Proxy: S4U_DELEGATION_INFO. MS-PAC section 2.9.
 *
 * @param target the service it was last delegated to
 * @param transited the services it was delegated through
 */
public record DelegationInfo(String target, List<String> transited) {

    public DelegationInfo {
        transited = List.copyOf(transited);
    }

    static DelegationInfo read(PacCursor buffer) throws MalformedMessageException {
        NdrReader in = NdrReader.open(buffer);
        NdrReader.UnicodeString target = in.unicodeString();
        NdrReader.ArrayPointer transited = in.array("transited services");
        return new DelegationInfo(in.text(target), in.texts(transited));
    }
}
