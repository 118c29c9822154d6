package kcd.lab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FreePortsTest {

    @Test
    void finds_none_twice_and_none_that_a_connection_going_out_could_have_been_given() throws Exception {
        // When
        List<Integer> found = new ArrayList<>(FreePorts.find(20));
        found.addAll(FreePorts.find(20));

        // Then
        assertThat(found).hasSize(40).doesNotHaveDuplicates().allMatch(port -> port >= 15_000 && port < 30_000);
    }

    @Test
    void passes_over_those_that_are_taken() throws Exception {
        // Given
        int next = FreePorts.find(1).getFirst() + 1;
        if (next > FreePorts.HIGHEST) {
            next = FreePorts.LOWEST;
        }
        try (ServerSocket _ = new ServerSocket(next, 1, InetAddress.getLoopbackAddress())) {
            // When, Then
            assertThat(FreePorts.find(3)).doesNotContain(next);
        }
    }
}
