package kcd.broker;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import kcd.broker.config.BrokerSettingsReader;
import kcd.service.ServiceStart;

/** Starts the broker, or lists every reason not to. */
@QuarkusMain
public final class TicketBrokerMain {
    private TicketBrokerMain() {}

    public static void main(String... args) {
        ServiceStart.requireSound("ticket-broker", BrokerSettingsReader.MAPPINGS, BrokerSettingsReader::check);
        Quarkus.run(args);
    }
}
