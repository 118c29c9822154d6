package kcd.lab.process;

import java.nio.file.Path;

/// A service that did not come up; its log says why.
public final class ServiceStartException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Path log;

    ServiceStartException(String message, Path log) {
        super(message);
        this.log = log;
    }

    public Path log() {
        return log;
    }
}
