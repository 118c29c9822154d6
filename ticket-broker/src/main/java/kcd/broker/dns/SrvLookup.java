package kcd.broker.dns;

import java.io.IOException;

/** Asks the DNS for service records. */
@FunctionalInterface
public interface SrvLookup {
    /** @throws IOException if no server answered, or the name does not exist */
    SrvAnswer lookup(String name) throws IOException;
}
