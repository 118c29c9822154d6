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
/// a request asks ─► another within seconds: asks for one more ─► the next: for three, for seven ─► few left: fetched
/// ahead
/// ```
public final class FurtherTokens {
    /// A broker takes no more than twice as many.
    public static final int MOST = 7;

    static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(2);

    /// So many left are few: the next are fetched while these are used.
    private static final int FEW = MOST / 2;

    private final Deque<Kept> tokens = new ArrayDeque<>(0);
    private boolean asked;
    private boolean fetching;
    private long keptNanos;
    private int wanted;

    /// The next, with the user it stands for.
    public record Spare(SpnegoToken token, String principal) {}

    private record Kept(Spare spare, long sinceNanos) {}

    public Optional<Spare> take(long nowNanos) {
        while (!tokens.isEmpty() && nowNanos - tokens.getFirst().sinceNanos() >= LIFE_NANOS) {
            tokens.removeFirst();
        }
        return Optional.ofNullable(tokens.poll()).map(Kept::spare);
    }

    /// How many to ask for beyond the one that is needed now.
    public int wanted(long nowNanos) {
        boolean inARow = asked && nowNanos - keptNanos < LIFE_NANOS;
        wanted = inARow ? Math.min(2 * wanted + 1, MOST) : 0;
        return wanted;
    }

    /// Whether the next should be fetched while these few are used: in a row that is long already. Until they are
    /// there or it is known that they will not be, the answer is no.
    public boolean startsFetching() {
        if (fetching || wanted < MOST || tokens.size() > FEW) {
            return false;
        }
        fetching = true;
        return true;
    }

    /// What was fetched has come, or will not.
    public void fetched() {
        fetching = false;
    }

    /// These came with a token that was asked for.
    ///
    /// @param principal whom they all stand for
    /// @param nowNanos of the answer
    public void keep(List<SpnegoToken> further, String principal, long nowNanos) {
        further.stream()
                .limit(2L * MOST - tokens.size())
                .forEach(token -> tokens.add(new Kept(new Spare(token, principal), nowNanos)));
        asked = true;
        keptNanos = nowNanos;
    }
}
