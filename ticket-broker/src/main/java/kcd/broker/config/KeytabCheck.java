package kcd.broker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;
import kcd.service.StartupFaults;

/** Whether a keytab can prove the service account. */
final class KeytabCheck {
    private static final int MAX_SHOWN = 10;

    private KeytabCheck() {}

    static void check(String key, Path file, Principal principal, StartupFaults faults) {
        try {
            Keytab keytab = Keytab.parse(Files.readAllBytes(file));
            if (!keytab.contains(principal)) {
                faults.add(key, file.toString(), "has no AES key of " + principal + content(keytab), fix(principal));
            }
        } catch (InvalidKeytabException malformed) {
            faults.add(key, file.toString(), "is no keytab: " + malformed.getMessage(), fix(principal));
        } catch (IOException unreadable) {
            faults.add(key, file.toString(), "cannot be read: " + unreadable.getMessage(), "grant read access to it");
        }
    }

    private static String content(Keytab keytab) {
        String others = keytab.otherKeys() == 0 ? "" : "; keys that are not AES: " + keytab.otherKeys();
        if (keytab.principals().isEmpty()) {
            return "; it holds no AES key at all" + others;
        }
        return "; it holds keys of "
                + String.join(
                        ", ", keytab.principals().stream().limit(MAX_SHOWN).toList()) + others;
    }

    private static String fix(Principal principal) {
        return "make one with ktpass -princ " + principal + " -crypto AES256-SHA1";
    }
}
