package kcd.preflight;

import java.io.IOException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What kept a TLS connection from coming about, told apart by what mends it. */
enum TlsTrouble {
    NO_SUCH_NAME("no such name"),
    EXPIRED("its certificate has expired"),
    UNTRUSTED("its certificate leads to no trusted CA"),
    OTHER_NAME("its certificate is for another name"),
    HANDSHAKE("no TLS connection"),
    UNREACHABLE("cannot be reached");

    private static final int MAX_CAUSES = 10;

    private final String words;

    TlsTrouble(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    static TlsTrouble of(IOException failure) {
        @Nullable Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            switch (cause) {
                case UnknownHostException _ -> {
                    return NO_SUCH_NAME;
                }
                case CertificateExpiredException _ -> {
                    return EXPIRED;
                }
                case CertPathBuilderException _, CertPathValidatorException _ -> {
                    if (!(cause.getCause() instanceof CertificateExpiredException)) {
                        return UNTRUSTED;
                    }
                }
                case CertificateException name
                when isAboutTheName(name) -> {
                    return OTHER_NAME;
                }
                default -> {}
            }
        }
        return failure instanceof SSLException ? HANDSHAKE : UNREACHABLE;
    }

    /** The JDK has no type for it. */
    private static boolean isAboutTheName(CertificateException failure) {
        String message = String.valueOf(failure.getMessage());
        return message.startsWith("No subject alternative") || message.startsWith("No name matching");
    }
}
