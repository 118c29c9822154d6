package kcd.kerberos.crypto;

import java.util.Arrays;
import java.util.List;

/**
 * The encryption types that may be used: offered to KDCs, and accepted from them. Others are refused although the engine
 * could read them. RFC 8429 deprecates RC4; whoever still needs it says so.
 */
public enum PermittedEnctypes {
    AES_ONLY,
    /** RC4 as well, as the last choice. */
    AES_AND_RC4;

    /** The best first. */
    public List<Enctype> all() {
        return Arrays.stream(Enctype.values()).filter(this::contains).toList();
    }

    /** Their numbers, as requests list them. */
    public List<Integer> numbers() {
        return all().stream().map(Enctype::number).toList();
    }

    public boolean contains(Enctype enctype) {
        return this == AES_AND_RC4 || enctype != Enctype.RC4_HMAC;
    }
}
