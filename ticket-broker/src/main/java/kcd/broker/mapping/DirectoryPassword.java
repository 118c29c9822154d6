package kcd.broker.mapping;

import java.io.IOException;

/** The password of the account that searches, read anew for each bind: it may be changed in its file at any time. */
@FunctionalInterface
public interface DirectoryPassword {
    char[] read() throws IOException;
}
