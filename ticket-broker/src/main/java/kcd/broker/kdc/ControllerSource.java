package kcd.broker.kdc;

import java.util.List;

/** Where it is known from which domain controllers a realm has. */
public sealed interface ControllerSource {
    /** The administrator named them. */
    record Listed(List<ControllerAddress> addresses) implements ControllerSource {
        public Listed {
            addresses = List.copyOf(addresses);
        }
    }

    /** The DNS names them, as it does for Windows: the service records of {@code _kerberos._tcp.REALM}. */
    record InDns() implements ControllerSource {}
}
