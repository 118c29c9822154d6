package kcd.edge.observe;

import java.util.function.Consumer;
import kcd.edge.http.ConnectionRefusal;
import kcd.edge.proxy.AccessRecord;
import kcd.edge.proxy.EdgeEvents;

/// Tells metrics and access log what the proxy did.
public final class Observer implements EdgeEvents {
    private final EdgeMetrics metrics;
    private final Consumer<AccessRecord> log;

    public Observer(EdgeMetrics metrics, Consumer<AccessRecord> log) {
        this.metrics = metrics;
        this.log = log;
    }

    @Override
    public void ended(AccessRecord record) {
        metrics.accept(record);
        log.accept(record);
    }

    @Override
    public void connectionRefused(ConnectionRefusal reason) {
        metrics.connectionRefused(reason);
    }

    @Override
    public void pingHeld() {
        metrics.pingHeld(1);
    }

    @Override
    public void pingEnded() {
        metrics.pingHeld(-1);
    }

    @Override
    public void mixUpPrevented() {
        metrics.mixUpPrevented();
    }
}
