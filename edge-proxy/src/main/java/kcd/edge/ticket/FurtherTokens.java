package kcd.edge.ticket;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Tokens that came along with one that was asked for, for the next requests on the same upstream connection: where the
/// upstream wants a token with each of many requests in a row, not every one has to wait for the broker.
///
/// They belong to that connection, and so to its one user, service and channel binding, and end with it. Each is taken
/// once. What is not taken within seconds is thrown away.
///
/// ```
/// a request asks ─► another within seconds: asks for one more ─► another batch within seconds: for three, for seven
/// ```
public final class FurtherTokens {
    /// A broker takes no more than twice as many.
    public static final int MOST = 7;

    static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Deque<SpnegoToken> tokens = new ArrayDeque<>(0);
    private String principal = "";
    private boolean asked;
    private long askedNanos;
    private int wanted;

    /// The next, with the user it stands for.
    public record Spare(SpnegoToken token, String principal) {}

    public Optional<Spare> take(long nowNanos) {
        if (isLate(nowNanos)) {
            tokens.clear();
        }
        return Optional.ofNullable(tokens.poll()).map(token -> new Spare(token, principal));
    }

    /// How many to ask for beyond the one that is needed now.
    public int wanted(long nowNanos) {
        wanted = isLate(nowNanos) ? 0 : Math.min(2 * wanted + 1, MOST);
        return wanted;
    }

    /// A token has been asked for, and these came along.
    ///
    /// @param clientPrincipal whom they all stand for
    /// @param nowNanos of the answer
    public void keep(List<SpnegoToken> further, String clientPrincipal, long nowNanos) {
        tokens.clear();
        tokens.addAll(further.subList(0, Math.min(further.size(), MOST)));
        principal = clientPrincipal;
        asked = true;
        askedNanos = nowNanos;
    }

    private boolean isLate(long nowNanos) {
        return !asked || nowNanos - askedNanos >= LIFE_NANOS;
    }
}
