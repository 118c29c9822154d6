package kcd.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import kcd.edge.bed.EdgeBed;
import kcd.edge.bed.TestDevice;
import kcd.edge.bed.TestEdge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WithoutKerberosTest {
    @TempDir
    Path directory;

    @Test
    void the_upstream_and_the_device_settle_it_between_them() throws Exception {
        // Given
        try (EdgeBed bed = new EdgeBed(directory)) {
            Map<String, String> settings = bed.settings();
            settings.put("kcd.kerberos.enabled", "false");
            settings.put("kcd.client-certificates.required", "false");
            try (TestEdge edge = new TestEdge(settings);
                    TestDevice anonymous = new TestDevice(null, bed.serviceTrust(), edge.port(), Version.HTTP_1_1)) {
                // When
                HttpResponse<String> response = anonymous.get("/strict/x");

                // Then
                assertThat(response.statusCode()).isEqualTo(401);
                assertThat(response.headers().allValues("WWW-Authenticate")).contains("Negotiate");
                assertThat(bed.broker().requests()).isEmpty();
            }
        }
    }
}
