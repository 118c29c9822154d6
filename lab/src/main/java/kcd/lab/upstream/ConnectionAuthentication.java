package kcd.lab.upstream;

import java.util.Base64;
import java.util.Optional;
import kcd.lab.http.Headers;
import kcd.lab.http.RequestHead;
import kcd.lab.upstream.ExchangeSettings.Persistence;
import org.jspecify.annotations.Nullable;

/// Who a connection is, as IIS keeps it: a token names the connection, and later requests without one inherit the name.
///
/// ```
///              good token of A            no token, persistent
///   nobody ─────────────────────► A ◄───────────────────────────┐
///     ▲  ▲                        │ └────────────────────────────┘
///     │  └── bad token ───────────┤
///     └───── no token, per request┘──── good token of B ──► B, and a mix-up is recorded
/// ```
final class ConnectionAuthentication {

    /// What is to become of a request.
    sealed interface Decision {
        /// @param fields what the answer carries about the authentication
        record Proceed(String user, boolean byToken, Headers fields) implements Decision {}

        record Challenge(String reason) implements Decision {}
    }

    private static final String NEGOTIATE = "negotiate ";

    private final Persistence persistence;
    private final TokenJudge judge;
    private final MixUps mixUps;
    private @Nullable String user;

    ConnectionAuthentication(Persistence persistence, TokenJudge judge, MixUps mixUps) {
        this.persistence = persistence;
        this.judge = judge;
        this.mixUps = mixUps;
    }

    Decision decide(RequestHead head) {
        Optional<String> authorization = head.headers().first("Authorization");
        return authorization.isPresent() ? byToken(authorization.get()) : byConnection();
    }

    private Decision byConnection() {
        if (user == null || persistence == Persistence.REQUEST) {
            user = null;
            return new Decision.Challenge("no token");
        }
        return new Decision.Proceed(user, false, Headers.NONE);
    }

    private Decision byToken(String authorization) {
        if (!authorization.regionMatches(true, 0, NEGOTIATE, 0, NEGOTIATE.length())) {
            user = null;
            return new Decision.Challenge("not a Negotiate token");
        }
        byte[] token;
        try {
            token = Base64.getDecoder()
                    .decode(authorization.substring(NEGOTIATE.length()).strip());
        } catch (IllegalArgumentException notBase64) {
            user = null;
            return new Decision.Challenge("token is not base64");
        }
        return switch (judge.judge(token)) {
            case TokenJudge.Verdict.Rejected(String reason) -> {
                user = null;
                yield new Decision.Challenge(reason);
            }
            case TokenJudge.Verdict.Accepted(String client, Optional<String> reply) -> {
                if (user != null && !user.equals(client)) {
                    mixUps.record("a connection of " + user + " brought a token of " + client);
                }
                user = client;
                yield new Decision.Proceed(client, true, answerFields(reply));
            }
        };
    }

    private Headers answerFields(Optional<String> reply) {
        Headers fields = reply.map(token -> Headers.of("WWW-Authenticate", "Negotiate " + token))
                .orElse(Headers.NONE);
        return persistence == Persistence.CONNECTION_ANNOUNCED ? fields.with("Persistent-Auth", "true") : fields;
    }
}
