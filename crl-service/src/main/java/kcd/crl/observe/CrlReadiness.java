package kcd.crl.observe;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import kcd.crl.publish.CrlBoard;
import kcd.pki.crl.CrlSnapshot;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when there is a snapshot to give to subscribers. */
@Readiness
@ApplicationScoped
public class CrlReadiness implements HealthCheck {

    private final CrlBoard board;

    @Inject
    public CrlReadiness(CrlBoard board) {
        this.board = board;
    }

    @Override
    public HealthCheckResponse call() {
        Optional<CrlSnapshot> snapshot = board.current();
        return HealthCheckResponse.named("revocation lists")
                .status(snapshot.isPresent())
                .withData("snapshot", snapshot.map(CrlSnapshot::toString).orElse("none accepted yet"))
                .build();
    }
}
