package kcd.cli.seg;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What becomes of a SEG's configuration.
 *
 * @param files contents by name
 * @param secretFiles the same, for files that hold a password and only their owner may read
 * @param taken which SEG setting became what, or why it is not needed
 * @param unknown settings nobody here knows, by name; what they say is not shown, for it may be a password
 * @param toDo what is left for the administrator
 */
public record Migration(
        SequencedMap<String, String> files,
        Map<String, String> secretFiles,
        List<String> taken,
        List<String> unknown,
        List<String> toDo) {

    /** Whether the services will start with this as it is, once the named files are in place. */
    public boolean isComplete() {
        return unknown.isEmpty() && toDo.isEmpty();
    }

    @Override
    public String toString() {
        return "migration into " + files.keySet();
    }
}
