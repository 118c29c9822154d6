package kcd.pki.file;

import java.io.Serial;

/** Carries a fault out of the readers to the loader that lists it; never leaves this package. */
final class UnusableFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient FileFault fault;

    UnusableFileException(FileFault fault) {
        super(fault.message());
        this.fault = fault;
    }

    UnusableFileException(Object file, String problem, String fix) {
        this(new FileFault(String.valueOf(file), problem, fix));
    }

    FileFault fault() {
        return fault;
    }
}
