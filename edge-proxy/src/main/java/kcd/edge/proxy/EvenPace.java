package kcd.edge.proxy;

/// How many of a crowd go in each of a number of turns, so that they go evenly: the first in the first turn, the
/// last in the last.
final class EvenPace {
    /// How many should have gone by now and have not, in parts of one.
    private double owed = 1;

    /// @param waiting how many there are now; some may have come, or gone by themselves
    /// @param turnsLeft how many turns there are, this one among them; one or less if it is the last
    int next(int waiting, long turnsLeft) {
        if (waiting == 0 || turnsLeft <= 1) {
            return waiting;
        }
        owed += (waiting - owed) / turnsLeft;
        int going = (int) Math.min(waiting, owed);
        owed -= going;
        return going;
    }
}
