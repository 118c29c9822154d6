package kcd.edge.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kcd.edge.route.RedirectHosts;
import kcd.service.StartupFaults;

/// Reads `host[:port]=SPN` entries, separated by commas: where else an upstream may send its users.
final class RedirectHostsReader {
    static final int MAX_ENTRIES = 256;
    private static final String USUAL_SPN = "HTTP/{host}";
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /// At least two labels below the star: `*.com` would be everybody.
    private static final Pattern ENTRY =
            Pattern.compile("((?:\\*\\.[A-Za-z0-9-]{1,63}\\.)?[A-Za-z0-9](?:[A-Za-z0-9.-]{0,253}[A-Za-z0-9])?)"
                    + "(?::([0-9]{1,5}))?(?:\\s*=\\s*(\\S+))?");

    private static final Pattern SPN =
            Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}/(?:\\{host}|[A-Za-z0-9][A-Za-z0-9._-]{0,253})"
                    + "(?::[0-9]{1,5})?(?:/[^@/\\s]{1,128})?");

    private final StartupFaults faults;

    RedirectHostsReader(StartupFaults faults) {
        this.faults = faults;
    }

    RedirectHosts read(String key, String value) {
        List<RedirectHosts.Rule> rules = new ArrayList<>();
        for (String part : value.split(",", -1)) {
            rule(key, part.strip(), rules);
        }
        if (rules.size() > MAX_ENTRIES) {
            faults.add(key, value, "names " + rules.size() + " hosts", "name at most " + MAX_ENTRIES);
        }
        return new RedirectHosts(rules);
    }

    private void rule(String key, String part, List<RedirectHosts.Rule> rules) {
        Matcher entry = ENTRY.matcher(part);
        if (!entry.matches()) {
            faults.add(
                    key,
                    part,
                    "is no host",
                    "write it like mail2.example.com=HTTP/mail2.example.com or *.mail.example.com");
            return;
        }
        int port = entry.group(2) == null ? HTTPS : Integer.parseInt(entry.group(2));
        String spn = entry.group(3) == null ? USUAL_SPN : entry.group(3);
        if (port < 1 || port > MAX_PORT) {
            faults.add(key, part, "has no possible port", "write one from 1 to 65535, or none for 443");
        } else if (!SPN.matcher(spn).matches()) {
            faults.add(
                    key, part, "has no service principal name", "write it like HTTP/mail2.example.com or HTTP/{host}");
        } else {
            rules.add(new RedirectHosts.Rule(entry.group(1), port, spn));
        }
    }
}
