package kcd.edge.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kcd.edge.config.EdgeSettings.Endpoint;
import org.junit.jupiter.api.Test;

class BrokerDirectoryTest {
    private final Map<String, List<String>> zone = new HashMap<>();
    private final BrokerDirectory directory =
            new BrokerDirectory(List.of(new Endpoint("brokers", 9443), new Endpoint("spare", 9444)), this::lookUp);

    @Test
    void is_every_address_of_every_name() {
        // Given
        zone.put("brokers", List.of("10.0.0.1", "10.0.0.2"));
        zone.put("spare", List.of("10.0.1.1"));

        // When
        directory.refresh();

        // Then
        assertThat(directory.brokers())
                .containsExactly(
                        new BrokerAddress("brokers", "10.0.0.1", 9443),
                        new BrokerAddress("brokers", "10.0.0.2", 9443),
                        new BrokerAddress("spare", "10.0.1.1", 9444));
    }

    @Test
    void follows_the_name_server() {
        // Given
        zone.put("brokers", List.of("10.0.0.1", "10.0.0.2"));
        zone.put("spare", List.of("10.0.1.1"));
        directory.refresh();

        // When
        zone.put("brokers", List.of("10.0.0.2", "10.0.0.3"));
        directory.refresh();

        // Then
        assertThat(directory.brokers())
                .extracting(BrokerAddress::ip)
                .containsExactly("10.0.0.2", "10.0.0.3", "10.0.1.1");
    }

    @Test
    void keeps_what_it_had_of_a_name_that_is_not_known_just_now() {
        // Given
        zone.put("brokers", List.of("10.0.0.1"));
        zone.put("spare", List.of("10.0.1.1"));
        directory.refresh();

        // When
        zone.clear();
        directory.refresh();

        // Then
        assertThat(directory.brokers()).extracting(BrokerAddress::ip).containsExactly("10.0.0.1", "10.0.1.1");
    }

    @Test
    void has_the_names_themselves_before_the_first_answer() {
        assertThat(directory.brokers()).extracting(BrokerAddress::ip).containsExactly("brokers", "spare");
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        List<String> addresses = zone.get(name);
        if (addresses == null) {
            throw new UnknownHostException(name);
        }
        InetAddress[] found = new InetAddress[addresses.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.getByName(addresses.get(i));
        }
        return found;
    }
}
