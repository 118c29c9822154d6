package kcd.broker;

import jakarta.inject.Singleton;
import kcd.broker.revocation.Revocation;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once certificates can be judged: before the first revocation list every user would be refused. */
@Readiness
@Singleton
public class RevocationReadiness implements HealthCheck {
    private final Revocation revocation;

    public RevocationReadiness(Revocation revocation) {
        this.revocation = revocation;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("revocation-lists")
                .status(revocation.ready())
                .build();
    }
}
