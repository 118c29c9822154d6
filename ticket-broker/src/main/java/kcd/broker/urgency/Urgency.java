package kcd.broker.urgency;

/** Whether somebody waits for the work of this thread; says who goes first when domain controllers are short of time. */
public enum Urgency {
    /** A request waits for it. */
    AWAITED,
    /** Done early so that nobody will have to wait. */
    AHEAD_OF_NEED;

    private static final ScopedValue<Urgency> CURRENT = ScopedValue.newInstance();

    /** That of the calling thread; what nobody declared to be early is waited for. */
    public static Urgency current() {
        return CURRENT.orElse(AWAITED);
    }

    /** Does the work with this urgency. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }
}
