package kcd.lab.kdc;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.MalformedMessageException;

/// Whom a referral ticket of a service is about, while its client is still the service. Windows and MIT keep this
/// in the PAC; here it is an authorization data element of a type reserved for local use (RFC 4120 section
/// 5.2.6), so that no realm has to believe the request alone.
record S4uMark(Kind kind, Principal user) {

    enum Kind {
        SELF,
        PROXY
    }

    private static final int TYPE = -4_170;

    List<AuthorizationData> toAuthorizationData() {
        byte[] text = (kind + " " + user).getBytes(StandardCharsets.UTF_8);
        Octets inner = AuthorizationData.encodeList(List.of(new AuthorizationData(TYPE, Octets.of(text))));
        return List.of(new AuthorizationData(AuthorizationData.IF_RELEVANT, inner));
    }

    static Optional<S4uMark> find(List<AuthorizationData> all) throws MalformedMessageException {
        for (AuthorizationData outer : all) {
            if (outer.type() == AuthorizationData.IF_RELEVANT) {
                for (AuthorizationData inner : AuthorizationData.decodeList(outer.value())) {
                    if (inner.type() == TYPE) {
                        return Optional.of(parse(inner.value()));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static S4uMark parse(Octets value) {
        String[] parts = new String(value.toArray(), StandardCharsets.UTF_8).split(" ", 2);
        return new S4uMark(Kind.valueOf(parts[0]), Principal.parse(parts[1]));
    }
}
