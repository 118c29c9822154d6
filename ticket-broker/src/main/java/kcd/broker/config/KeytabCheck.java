package kcd.broker.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.keytab.InvalidKeytabException;
import kcd.kerberos.keytab.Keytab;
import kcd.kerberos.name.Principal;
import kcd.service.StartupFaults;

/** Whether a keytab can prove the service account. */
final class KeytabCheck {
    private KeytabCheck() {}

    static void check(String key, Path file, Principal principal, PermittedEnctypes enctypes, StartupFaults faults) {
        try {
            Keytab keytab = Keytab.parse(Files.readAllBytes(file), enctypes);
            keytab.flaw(principal).ifPresent(flaw -> faults.add(key, file.toString(), flaw, fix(principal)));
        } catch (InvalidKeytabException malformed) {
            faults.add(key, file.toString(), "is no keytab: " + malformed.getMessage(), fix(principal));
        } catch (IOException unreadable) {
            faults.add(key, file.toString(), "cannot be read: " + unreadable.getMessage(), "grant read access to it");
        }
    }

    private static String fix(Principal principal) {
        return "make one with ktpass /princ " + principal + " /crypto AES256-SHA1";
    }
}
