package kcd.lab.upstream;

import java.util.Optional;

/// Decides whether a SPNEGO token proves who the client is. RFC 4559 section 4.2.
public interface TokenJudge {

    Verdict judge(byte[] token);

    /// What the acceptor made of a token.
    sealed interface Verdict {
        /// @param client the client principal, `name@REALM`
        /// @param reply the acceptor's token for `WWW-Authenticate`, base64
        record Accepted(String client, Optional<String> reply) implements Verdict {}

        record Rejected(String reason) implements Verdict {}
    }
}
