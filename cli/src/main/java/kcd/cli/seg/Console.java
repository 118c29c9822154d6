package kcd.cli.seg;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What SEG keeps in the UEM console and not in a file: the administrator copies it from there.
 *
 * @param serviceAccount "Service Account User Name", without a realm
 * @param targetSpn "Target SPN"
 * @param domains "Domain" and "Domain Controller", in the console's order; the first is the service account's
 * @param upstream the email server's URL
 */
public record Console(
        Optional<String> serviceAccount,
        Optional<String> targetSpn,
        Map<String, List<String>> domains,
        Optional<String> upstream) {
    private static final Pattern SPACE = Pattern.compile("\\s+");

    public Console {
        domains = new LinkedHashMap<>(domains);
    }

    /** {@code A.CORP=dc1.a.corp,dc2.a.corp B.CORP=dc1.b.corp}. SEG's realms are upper case, and so are ours. */
    public static Map<String, List<String>> domains(String text) throws SegFileException {
        Map<String, List<String>> domains = new LinkedHashMap<>();
        for (String pair : SPACE.split(text.strip(), -1)) {
            int equals = pair.indexOf('=');
            List<String> controllers = List.of(pair.substring(equals + 1).split(",", -1));
            if (equals < 1 || controllers.stream().anyMatch(String::isEmpty)) {
                throw new SegFileException(
                        "--domains: '" + pair + "' is no pair; write it like A.CORP=dc1.a.corp,dc2.a.corp");
            }
            Optional<String> bare = controllers.stream()
                    .filter(controller -> !controller.contains("."))
                    .findFirst();
            if (bare.isPresent()) {
                throw new SegFileException(
                        "--domains: '" + bare.get() + "' is no full name; SEG and we need dc1.a.corp");
            }
            domains.put(pair.substring(0, equals).toUpperCase(Locale.ROOT), controllers);
        }
        return domains;
    }

    Optional<String> principal() {
        if (serviceAccount.isEmpty() || serviceAccount.get().contains("@")) {
            return serviceAccount;
        }
        return domains.keySet().stream().findFirst().map(realm -> serviceAccount.get() + "@" + realm);
    }
}
