package kcd.broker.fake;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kcd.broker.refusal.RefusalReason;
import kcd.pki.name.IdentityFault;
import kcd.pki.path.PathFault;

/** What the broker owes to each refused specimen of the certificate matrix: a reason, and the fault by its name. */
public final class ExpectedRefusal {
    private static final Set<String> PATH_FAULTS =
            Stream.of(PathFault.values()).map(Enum::name).collect(Collectors.toSet());

    private ExpectedRefusal() {}

    /** @param verdict of a specimen that is not admitted */
    public static String of(String verdict) {
        if (verdict.equals(PathFault.MALFORMED.name())) {
            return RefusalReason.INVALID_REQUEST + " ";
        }
        RefusalReason reason =
                PATH_FAULTS.contains(verdict) ? RefusalReason.CERTIFICATE_REJECTED : RefusalReason.NO_IDENTITY;
        return reason + " " + verdict;
    }

    /** A refusal as {@link #of} writes it: its reason, and the faults that its message names. */
    public static String told(String reason, String message) {
        String faults = Stream.concat(Stream.of(PathFault.values()), Stream.of(IdentityFault.values()))
                .map(Enum::name)
                .filter(name -> message.matches("(?s).*\\b" + name + "\\b.*"))
                .collect(Collectors.joining(" "));
        return reason + " " + faults;
    }
}
