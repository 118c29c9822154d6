package kcd.edge.proxy;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import kcd.edge.route.Route;
import kcd.edge.tls.AdmittedCertificate;

/// A device's request as it was let in: what stays the same however often it is tried upstream.
///
/// @param request as it came
/// @param body on its way
/// @param route that covers it
/// @param user whom the certificate stands for; none where certificates are not required
/// @param device the connection it came on, which owns the upstream connections it may use
/// @param record of what becomes of it
record Inbound(
        HttpServerRequest request,
        RequestBody body,
        Route route,
        Optional<AdmittedCertificate> user,
        Device device,
        AccessRecord record) {}
