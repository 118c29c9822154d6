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
        Optional<byte[]> presented = reader.binding(token);
        Optional<String> objection = presented.flatMap(binding -> mode.objection(binding, endPoint.binding()));
        if (objection.isPresent()) {
            return new Verdict.Rejected(objection.get());
        }
        // What we cannot open, the acceptor shall refuse in its own words; but it must not let it pass.
        Verdict verdict = judge.judge(token);
        boolean unread = presented.isEmpty() && mode != ExtendedProtection.OFF;
        return unread && verdict instanceof Verdict.Accepted
                ? new Verdict.Rejected("the token's channel binding cannot be read")
                : verdict;
    }
}
