package kcd.service;

import java.util.regex.Pattern;

/**
 * One reason why a service must not start, told so that an administrator can remove it.
 *
 * @param key the setting, as one writes it in a properties file
 * @param shown the value as it may be printed; empty when there is none, never a secret's
 * @param problem what is wrong with it
 * @param fix what to write instead
 */
public record Fault(String key, String shown, String problem, String fix) {

    /** What stands before an @ in a URL: perhaps a password, of which people forget that it is one. */
    private static final Pattern USER_INFO = Pattern.compile("://[^\\s,\"]*@");

    /** Hides what might be a password, wherever the fault is shown. */
    public Fault {
        shown = withoutUserInfo(shown);
        problem = withoutUserInfo(problem);
    }

    /** The fault on one line, free of control characters that a hostile value might carry. */
    public String line() {
        String value = shown.isEmpty() ? "" : " = \"" + printable(shown) + "\"";
        return key + value + ": " + printable(problem) + "; fix: " + fix;
    }

    private static String withoutUserInfo(String text) {
        return USER_INFO.matcher(text).replaceAll("://(hidden)@");
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
