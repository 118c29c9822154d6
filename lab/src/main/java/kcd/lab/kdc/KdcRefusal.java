package kcd.lab.kdc;

import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KerbErrorData;

/// A request that ends in a KRB-ERROR.
final class KdcRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final transient Optional<Octets> data;
    private final transient Optional<Realm> clientRealm;

    private KdcRefusal(ErrorCode code, String why, Optional<Octets> data, Optional<Realm> clientRealm) {
        super(why);
        this.code = code;
        this.data = data;
        this.clientRealm = clientRealm;
    }

    KdcRefusal(ErrorCode code, String why) {
        this(code, why, Optional.empty(), Optional.empty());
    }

    KdcRefusal(ErrorCode code, NtStatus status, String why) {
        this(code, why, Optional.of(KerbErrorData.of(status.value())), Optional.empty());
    }

    /// With METHOD-DATA that says how to authenticate.
    static KdcRefusal withMethods(ErrorCode code, String why, Octets methodData) {
        return new KdcRefusal(code, why, Optional.of(methodData), Optional.empty());
    }

    /// The client lives elsewhere. RFC 6806 section 7.
    static KdcRefusal wrongRealm(String realm) {
        return new KdcRefusal(
                ErrorCode.WRONG_REALM, "ask realm " + realm, Optional.empty(), Optional.of(new Realm(realm)));
    }

    ErrorCode code() {
        return code;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    Optional<Octets> data() {
        return data;
    }

    Optional<Realm> clientRealm() {
        return clientRealm;
    }
}
