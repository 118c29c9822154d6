package kcd.edge;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready when devices can connect and, where revocation matters, the first lists have arrived.
///
/// A broker that is away does not make the edge unready: every edge would be at once, and devices would meet a closed
/// door instead of a 503 with Retry-After.
@Readiness
@ApplicationScoped
class EdgeReadiness implements HealthCheck {
    private final EdgeApplication application;

    EdgeReadiness(EdgeApplication application) {
        this.application = application;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("edge").status(application.isReady()).build();
    }
}
