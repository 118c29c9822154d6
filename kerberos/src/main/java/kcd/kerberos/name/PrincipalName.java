package kcd.kerberos.name;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A principal's name within its realm. RFC 4120 section 5.2.2. Two names are the same when their components
 * are; the type is only a hint (section 6.2), so it takes no part in equality.
 *
 * @param type one of {@link NameType}, or what a peer sent
 * @param components 1 to {@value #MAX_COMPONENTS} strings
 */
public record PrincipalName(int type, List<String> components) {
    public static final int MAX_COMPONENTS = 16;
    /** What a user principal name may take, with room for a service's host. */
    public static final int MAX_COMPONENT_LENGTH = 1024;

    private static final String TGS = "krbtgt";

    public PrincipalName {
        components = List.copyOf(components);
        if (components.isEmpty() || components.size() > MAX_COMPONENTS) {
            throw new IllegalArgumentException("a principal name has 1 to " + MAX_COMPONENTS + " components");
        }
        if (components.stream().anyMatch(c -> c.length() > MAX_COMPONENT_LENGTH || c.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a component of the principal name is too long or holds a NUL");
        }
        if (components.stream().anyMatch(c -> c.codePoints().anyMatch(PrincipalName::isLoneSurrogate))) {
            // It has no UTF-8: on the wire it would become a question mark, and so another name.
            throw new IllegalArgumentException("a component of the principal name is no text");
        }
    }

    /** A user's or service account's own name, one component. */
    public static PrincipalName principal(String name) {
        return new PrincipalName(NameType.PRINCIPAL, List.of(name));
    }

    /** A user principal name whose realm only the KDCs know. RFC 6806 section 5. */
    public static PrincipalName enterprise(String userPrincipalName) {
        return new PrincipalName(NameType.ENTERPRISE, List.of(userPrincipalName));
    }

    /** The ticket-granting service for a realm. RFC 4120 section 7.3. */
    public static PrincipalName tgs(Realm realm) {
        return new PrincipalName(NameType.SRV_INST, List.of(TGS, realm.value()));
    }

    /** Whether this names a ticket-granting service; {@link #tgsRealm()} says of which realm. */
    public boolean isTgs() {
        return components.size() == 2 && components.getFirst().equals(TGS) && Realm.isRealm(components.get(1));
    }

    /** The realm a ticket-granting ticket is good for. Only if {@link #isTgs()}. */
    public Realm tgsRealm() {
        if (!isTgs()) {
            throw new IllegalStateException(this + " is no ticket-granting service");
        }
        return new Realm(components.get(1));
    }

    /**
     * Active Directory compares names without regard to case; so must a check of its answers. Letters that only one of
     * the two foldings makes equal, such as dotless and dotted i, stay different.
     */
    public boolean sameIgnoringCase(PrincipalName other) {
        if (components.size() != other.components.size()) {
            return false;
        }
        for (int i = 0; i < components.size(); i++) {
            if (!sameFolded(components.get(i), other.components.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameFolded(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        for (int i = 0; i < a.length(); i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (Character.toLowerCase(x) != Character.toLowerCase(y)
                    || Character.toUpperCase(x) != Character.toUpperCase(y)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PrincipalName that && components.equals(that.components);
    }

    @Override
    public int hashCode() {
        return components.hashCode();
    }

    /** The textual form of RFC 1964 section 2.1.1, with '/', '@' and '\' inside a component escaped. */
    @Override
    public String toString() {
        return components.stream().map(PrincipalName::escape).collect(Collectors.joining("/"));
    }

    private static String escape(String component) {
        return component.replace("\\", "\\\\").replace("/", "\\/").replace("@", "\\@");
    }
}
