package kcd.broker.mapping;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.Optional;
import javax.net.ssl.SSLException;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusalReason;
import kcd.broker.refusal.RefusedException;

/** The one translation of what goes wrong with directory servers into the broker's refusals. */
final class LdapFault {
    private static final String KEYS = "kcd.certificate-mapping.ldap.";
    private static final int MAX_MESSAGE = 300;

    private LdapFault() {}

    /** Whether the other servers would say the same: then each further attempt brings a lock-out nearer. */
    static boolean isEverywhere(LDAPException failed) {
        return failed.getResultCode().equals(ResultCode.INVALID_CREDENTIALS);
    }

    static RefusedException refused(DirectoryAddress server, String user, LDAPException failed) {
        String message =
                "certificate mapping: " + server + ": " + failed.getResultCode().getName() + ": " + text(failed);
        return new RefusedException(remedy(failed, user)
                .map(remedy -> Refusal.of(RefusalReason.MAPPING_UNAVAILABLE, message, remedy))
                .orElseGet(() -> Refusal.of(RefusalReason.MAPPING_UNAVAILABLE, message)));
    }

    private static Optional<String> remedy(LDAPException failed, String user) {
        if (isUntrusted(failed)) {
            return Optional.of("name the CA of the directory's certificate in " + KEYS
                    + "trust-store, and the server in " + KEYS + "url as its certificate does");
        }
        return Optional.ofNullable(
                switch (failed.getResultCode().intValue()) {
                    case ResultCode.INVALID_CREDENTIALS_INT_VALUE ->
                        "the directory refuses " + user
                                + " (data 52e: wrong password, 533: disabled, 701: expired, 773:"
                                + " must change, 775: locked); mend " + KEYS + "user, " + KEYS + "password or "
                                + KEYS + "password-file";
                    case ResultCode.NO_SUCH_OBJECT_INT_VALUE -> "mend " + KEYS + "base-dn";
                    case ResultCode.STRONG_AUTH_REQUIRED_INT_VALUE, ResultCode.CONFIDENTIALITY_REQUIRED_INT_VALUE ->
                        "use ldaps://, or set " + KEYS + "start-tls=true";
                    case ResultCode.INSUFFICIENT_ACCESS_RIGHTS_INT_VALUE -> "let " + user + " read users' accounts";
                    default -> null;
                });
    }

    private static boolean isUntrusted(LDAPException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException) {
                return true;
            }
        }
        return false;
    }

    /** The server's words, in bounds, on one line. */
    private static String text(LDAPException failed) {
        String words = String.valueOf(failed.getMessage())
                .replaceAll("\\p{Cntrl}+", " ")
                .strip();
        return words.length() > MAX_MESSAGE ? words.substring(0, MAX_MESSAGE) + "..." : words;
    }
}
