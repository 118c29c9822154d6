package kcd.broker;

import jakarta.inject.Singleton;
import kcd.broker.engine.Tgt;
import kcd.broker.ticket.TgtKeeper;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while the service account has a good TGT: without one no user can be served. */
@Readiness
@Singleton
public class ServiceAccountReadiness implements HealthCheck {
    private final TgtKeeper<Tgt> keeper;

    public ServiceAccountReadiness(TgtKeeper<Tgt> keeper) {
        this.keeper = keeper;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("service-account-tgt")
                .status(keeper.ready())
                .build();
    }
}
