package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.EdgeFrame;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WithoutKerberosTest {
    @RegisterExtension
    final EdgeFrame frame = new EdgeFrame();

    private final EdgeBed bed = frame.bed();

    @Test
    void the_upstream_and_the_device_settle_it_between_them() throws Exception {
        // Given
        TestEdge edge =
                frame.edge(Map.of("kcd.kerberos.enabled", "false", "kcd.client-certificates.required", "false"));
        TestDevice anonymous = frame.nobody(edge);

        // When
        HttpResponse<String> response = anonymous.get("/strict/x");

        // Then
        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().allValues("WWW-Authenticate")).contains("Negotiate");
        assertThat(bed.broker().requests()).isEmpty();
    }
}
