package kcd.broker.kdc;

import java.lang.ScopedValue.CallableOp;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which domain controller gave the last answer within a piece of work: what the audit log names. */
public final class AnsweringController {
    private static final ScopedValue<AnsweringController> CURRENT = ScopedValue.newInstance();

    /** Written and read by the one thread that does the work. */
    private @Nullable ControllerAddress last;

    /** To be told of every exchange, on the thread that asks. */
    public static KdcExchanges listener() {
        return (_, controller, result, _) -> {
            if (result == KdcExchanges.Result.ANSWERED && CURRENT.isBound()) {
                CURRENT.get().last = controller;
            }
        };
    }

    /** Does the work, and notes who answers. */
    public <T, X extends Exception> T during(CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    public Optional<ControllerAddress> address() {
        return Optional.ofNullable(last);
    }
}
