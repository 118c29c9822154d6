package kcd.kerberos.keytab;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.name.Principal;
import org.jspecify.annotations.Nullable;

/**
 * The long-term keys of a keytab file, of all versions; keys that may not be used, as a rule all but AES, are left out
 * and counted. Entries of an account are matched without regard to case, since ktpass and the directory need not agree on it.
 *
 * @param entries every usable key
 * @param unusable the keys left out because their encryption type is not permitted
 */
public record Keytab(List<KeytabEntry> entries, List<UnusableKey> unusable) {

    public Keytab {
        entries = List.copyOf(entries);
        unusable = List.copyOf(unusable);
    }

    private static final int MAX_SHOWN = 10;

    /** Reads the file's bytes; only AES keys are usable. */
    public static Keytab parse(byte[] file) throws InvalidKeytabException {
        return parse(file, PermittedEnctypes.AES_ONLY);
    }

    /** Reads the file's bytes; keys of types that are not permitted are not usable. */
    public static Keytab parse(byte[] file, PermittedEnctypes permitted) throws InvalidKeytabException {
        return new KeytabReader(file, permitted).read();
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
        return newestVersion(account).isPresent();
    }

    /** The version of the account's newest usable key. */
    public OptionalInt newestVersion(Principal account) {
        return entries.stream()
                .filter(e -> e.principal().sameAccount(account))
                .mapToInt(KeytabEntry::kvno)
                .max();
    }

    /**
     * Why the account cannot prove itself with this keytab, if it cannot. A usable key that is older than the newest
     * one is of no use: it is of an earlier password, and each try with it counts towards a lock-out.
     */
    public Optional<String> flaw(Principal account) {
        List<UnusableKey> refused = unusable.stream()
                .filter(key -> key.principal().sameAccount(account))
                .toList();
        String types = refused.stream().map(UnusableKey::typeName).distinct().collect(Collectors.joining(" and "));
        OptionalInt newest = newestVersion(account);
        if (newest.isEmpty()) {
            return Optional.of(
                    refused.isEmpty()
                            ? "has no key of " + account + "; it holds keys of " + owners()
                            : "has only " + types + " keys of " + account + ", which are refused");
        }
        return refused.stream()
                .filter(key -> key.kvno() > newest.getAsInt())
                .findFirst()
                .map(key -> "has as newest key of " + account + ", version " + key.kvno() + ", only a " + types
                        + " one, which is refused");
    }

    /** Who has usable keys here, for messages. */
    public Set<String> principals() {
        return entries.stream()
                .map(entry -> entry.principal().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String owners() {
        return principals().isEmpty()
                ? "nobody"
                : principals().stream().limit(MAX_SHOWN).collect(Collectors.joining(", "));
    }

    /** Old keytabs hold only the low 8 bits of a version. */
    private static boolean sameVersion(int inKeytab, int asked) {
        return inKeytab == asked || (inKeytab <= 0xff && inKeytab == (asked & 0xff));
    }
}
