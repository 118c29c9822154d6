package kcd.lab.upstream;

import java.util.Optional;

/// Extended Protection in front of the acceptor: the binding is looked at first, so that a token meant for another
/// connection does not count as used.
public final class BoundTokenJudge implements TokenJudge {

    private final TokenJudge judge;
    private final BindingReader reader;
    private final ExtendedProtection mode;
    private final TlsServerEndPoint endPoint;

    public BoundTokenJudge(
            TokenJudge judge, BindingReader reader, ExtendedProtection mode, TlsServerEndPoint endPoint) {
        this.judge = judge;
        this.reader = reader;
        this.mode = mode;
        this.endPoint = endPoint;
    }

    @Override
    public Verdict judge(byte[] token) {
        // What we cannot open, the acceptor shall refuse in its own words.
        Optional<String> objection =
                reader.binding(token).flatMap(presented -> mode.objection(presented, endPoint.binding()));
        return objection.<Verdict>map(Verdict.Rejected::new).orElseGet(() -> judge.judge(token));
    }
}
