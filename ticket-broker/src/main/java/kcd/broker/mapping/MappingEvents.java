package kcd.broker.mapping;

import java.time.Duration;

/** Is told how mappings went; for metrics. */
public interface MappingEvents {
    /** A method was tried, past the cache. */
    void mapped(MappingMethod method, Result result, Duration took);

    /** A directory server was asked. */
    void searched(DirectoryAddress server, boolean answered, Duration took);

    /** What came of a method. */
    enum Result {
        FOUND,
        NONE,
        /** Two accounts claim one certificate: an administrator has to act. */
        SEVERAL,
        DISABLED,
        /** The entry lacks what an account has. */
        UNUSABLE,
        UNAVAILABLE
    }
}
