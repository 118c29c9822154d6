package kcd.edge.route;

import java.util.Set;

/// The methods a route lets through when its configuration names none.
public final class Methods {
    /// ActiveSync itself knows two: MS-ASHTTP section 2.2.1.1.1.1 and 2.2.3.
    private static final Set<String> ACTIVE_SYNC = Set.of("OPTIONS", "POST");

    /// CONNECT and TRACE are never forwarded: one opens a tunnel, the other shows our Authorization to the device.
    private static final Set<String> GENERAL =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND", "REPORT", "SEARCH");

    private static final String ACTIVE_SYNC_PATH = "/Microsoft-Server-ActiveSync";

    private Methods() {}

    /// By the route's path.
    public static Set<String> usualAt(String path) {
        return path.equalsIgnoreCase(ACTIVE_SYNC_PATH) ? ACTIVE_SYNC : GENERAL;
    }

    /// Whether a route may be configured to let this method through.
    public static boolean mayBeForwarded(String method) {
        return !method.equals("CONNECT") && !method.equals("TRACE");
    }
}
