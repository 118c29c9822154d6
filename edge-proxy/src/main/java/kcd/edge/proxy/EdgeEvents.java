package kcd.edge.proxy;

import kcd.edge.http.ConnectionRefusal;

/// What the proxy tells whoever watches it. Called on event loops: implementations neither block nor throw.
public interface EdgeEvents {
    /// A request is over.
    void ended(AccessRecord record);

    /// A device's connection was closed before its first request, for this reason.
    void connectionRefused(ConnectionRefusal reason);

    /// A Ping is being held upstream.
    void pingHeld();

    /// It is over, one way or another.
    void pingEnded();

    /// A connection was about to carry a request it must not carry. It was closed instead.
    void mixUpPrevented();
}
