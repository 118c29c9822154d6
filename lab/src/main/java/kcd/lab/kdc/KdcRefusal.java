package kcd.lab.kdc;

import java.util.Optional;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.NtStatus;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.KerbErrorData;

/// A request that ends in a KRB-ERROR.
final class KdcRefusal extends Exception {

    private static final long serialVersionUID = 1;

    private final int code;
    private final transient Optional<Octets> data;
    private final transient Optional<Realm> clientRealm;

    private KdcRefusal(int code, String why, Optional<Octets> data, Optional<Realm> clientRealm) {
        super(why);
        this.code = code;
        this.data = data;
        this.clientRealm = clientRealm;
    }

    KdcRefusal(int code, String why) {
        this(code, why, Optional.empty(), Optional.empty());
    }

    KdcRefusal(int code, NtStatus status, String why) {
        this(code, why, Optional.of(KerbErrorData.of(status.value())), Optional.empty());
    }

    /// With METHOD-DATA that says how to authenticate.
    static KdcRefusal withMethods(int code, String why, Octets methodData) {
        return new KdcRefusal(code, why, Optional.of(methodData), Optional.empty());
    }

    /// The client lives elsewhere. RFC 6806 section 7.
    static KdcRefusal wrongRealm(String realm) {
        return new KdcRefusal(
                ErrorCode.WRONG_REALM, "ask realm " + realm, Optional.empty(), Optional.of(new Realm(realm)));
    }

    int code() {
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
