package kcd.edge.ticket;

import com.google.protobuf.ByteString;
import java.util.Optional;
import kcd.edge.tls.AdmittedCertificate;
import kcd.edge.tls.ServerEndPoint;

/// A token: for whom, towards what, on which connection.
///
/// @param user an admitted certificate, and nothing less
/// @param targetSpn the route's
/// @param binding of the very connection the token will travel on
/// @param renewed whether the upstream refused the last one
/// @param rejection the token it refused it with
/// @param mutual whether the upstream is to prove who it is
/// @param further how many more tokens may come along, for the next requests on that connection
/// @param traceparent of the request it is for
public record TicketRequest(
        AdmittedCertificate user,
        String targetSpn,
        Optional<ServerEndPoint> binding,
        boolean renewed,
        Optional<ByteString> rejection,
        boolean mutual,
        int further,
        String traceparent) {}
