package kcd.lab.upstream;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/// Windows' Extended Protection for Authentication: does the token belong to this very TLS connection? The initiator
/// puts `MD5(gss_channel_bindings)` into its authenticator, all zeros when it binds to nothing. RFC 4121 section
/// 4.1.1.2, RFC 5929 section 4.
public enum ExtendedProtection {
    OFF,
    ALLOW,
    REQUIRE;

    static final int BINDING_BYTES = 16;

    /// Why a token with this binding is refused; empty when it is not.
    Optional<String> objection(byte[] presented, byte[] expected) {
        if (this == OFF || MessageDigest.isEqual(presented, expected)) {
            return Optional.empty();
        }
        boolean unbound = Arrays.equals(presented, new byte[BINDING_BYTES]);
        if (unbound && this == ALLOW) {
            return Optional.empty();
        }
        return Optional.of(
                unbound
                        ? "the token has no channel binding, and extended protection requires one"
                        : "the token is bound to another TLS connection");
    }
}
