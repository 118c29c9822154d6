package kcd.kerberos.name;

import java.util.ArrayList;
import java.util.List;

/**
 * A principal: a name in a realm.
 *
 * @param name the name within the realm
 * @param realm the realm
 */
public record Principal(PrincipalName name, Realm realm) {

    /**
     * Reads the textual form {@code name@REALM} or {@code service/host@REALM}, RFC 1964 section 2.1.1. A backslash
     * escapes '/', '@' and itself; before anything else it is refused, being likelier that of {@code DOMAIN\NAME}.
     *
     * @throws IllegalArgumentException if it has no realm, an empty or over-long part, or another escape
     */
    public static Principal parse(String text) {
        List<String> components = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int i = 0;
        for (; i < text.length() && text.charAt(i) != '@'; i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                part.append(escaped(text, ++i));
            } else if (c == '/') {
                components.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        components.add(part.toString());
        if (i >= text.length() - 1 || components.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("a principal is written NAME@REALM");
        }
        int type = components.size() == 1 ? NameType.PRINCIPAL : NameType.SRV_INST;
        return new Principal(new PrincipalName(type, components), new Realm(text.substring(i + 1)));
    }

    private static char escaped(String text, int index) {
        char c = index < text.length() ? text.charAt(index) : '\0';
        if (c != '/' && c != '@' && c != '\\') {
            throw new IllegalArgumentException("a principal is written NAME@REALM, not DOMAIN\\NAME");
        }
        return c;
    }

    /** Same realm exactly, same name without regard to case: how Active Directory tells accounts apart. */
    public boolean sameAccount(Principal other) {
        return realm.equals(other.realm) && name.sameIgnoringCase(other.name);
    }

    @Override
    public String toString() {
        return name + "@" + realm;
    }
}
