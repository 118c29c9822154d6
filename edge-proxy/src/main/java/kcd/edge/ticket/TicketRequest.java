package kcd.edge.ticket;

import java.util.Optional;
import kcd.edge.tls.AdmittedCertificate;
import kcd.edge.tls.ServerEndPoint;

/// One token: for whom, towards what, on which connection.
///
/// @param user an admitted certificate, and nothing less
/// @param targetSpn the route's
/// @param binding of the very connection the token will travel on
/// @param renewed whether the upstream refused the last one
public record TicketRequest(
        AdmittedCertificate user, String targetSpn, Optional<ServerEndPoint> binding, boolean renewed) {}
