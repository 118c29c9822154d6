package kcd.lab.http;

import java.io.IOException;

/// A message that breaks HTTP's grammar or one of the reader's bounds; says which.
public final class HttpSyntaxException extends IOException {

    private static final long serialVersionUID = 1;

    public HttpSyntaxException(String what) {
        super(what);
    }
}
