package kcd.lab.upstream;

import java.util.Optional;
import kcd.lab.http.RequestHead;

/// One request as it arrived.
///
/// @param id counts requests over all connections, from 1
/// @param connection counts TLS connections, from 1
/// @param user who the connection was at that moment; empty when the request was challenged
/// @param byToken whether the request itself brought the token
/// @param challenge why it was challenged
public record SeenRequest(
        long id,
        long connection,
        Optional<String> user,
        boolean byToken,
        Optional<String> challenge,
        RequestHead head) {}
