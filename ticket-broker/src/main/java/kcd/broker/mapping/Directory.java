package kcd.broker.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.Filter;
import java.util.List;
import kcd.broker.refusal.RefusedException;

/** A directory that can be searched. */
interface Directory {
    /** Accounts are few per certificate: one, or an ambiguity to be shown in full. */
    int MAX_MATCHES = 10;

    Matches search(Filter filter) throws RefusedException;

    /**
     * What was found.
     *
     * @param more whether there is more than was returned
     * @param asked which server, and from where in the tree
     */
    record Matches(List<? extends Entry> entries, boolean more, String asked) {
        public Matches {
            entries = List.copyOf(entries);
        }
    }
}
