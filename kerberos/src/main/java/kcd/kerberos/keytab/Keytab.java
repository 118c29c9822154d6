package kcd.kerberos.keytab;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.name.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The long-term keys of a keytab file, of all versions; keys that are not AES are left out and counted. Entries of an
 * account are matched without regard to case, since ktpass and the directory need not agree on it.
 *
 * @param entries every usable key
 * @param otherKeys how many keys were left out because their encryption type is not AES
 */
public record Keytab(List<KeytabEntry> entries, int otherKeys) {

    public Keytab {
        entries = List.copyOf(entries);
    }

    /** Reads the file's bytes. */
    public static Keytab parse(byte[] file) throws InvalidKeytabException {
        return new KeytabReader(file).read();
    }

    /** The account's keys of that type, newest version first. */
    public List<KeytabEntry> keys(Principal account, Enctype enctype) {
        return entries.stream()
                .filter(e -> e.principal().sameAccount(account) && e.key().enctype() == enctype)
                .sorted(Comparator.comparingInt(KeytabEntry::kvno).reversed())
                .toList();
    }

    /** The same with the given version first, if there is one: what a ticket's kvno asks for. */
    public List<KeytabEntry> keys(Principal account, Enctype enctype, @Nullable Integer kvno) {
        return keys(account, enctype).stream()
                .sorted(Comparator.comparing(e -> kvno == null || !sameVersion(e.kvno(), kvno)))
                .toList();
    }

    public boolean contains(Principal account) {
        return entries.stream().anyMatch(e -> e.principal().sameAccount(account));
    }

    /** Who has keys here, for messages. */
    public Set<String> principals() {
        Set<String> names = new TreeSet<>();
        entries.forEach(e -> names.add(e.principal().toString()));
        return names;
    }

    /** Old keytabs hold only the low 8 bits of a version. */
    private static boolean sameVersion(int inKeytab, int asked) {
        return inKeytab == asked || (inKeytab <= 0xff && inKeytab == (asked & 0xff));
    }
}
