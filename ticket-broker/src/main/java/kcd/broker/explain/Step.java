package kcd.broker.explain;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import kcd.broker.kdc.ControllerAddress;
import kcd.kerberos.name.Realm;

/**
 * One step of the way.
 *
 * @param title what was done
 * @param ok whether it did what it should
 * @param detail what was found, in words
 * @param realm the realm asked, if one was
 * @param controller the controller that answered, if one did
 * @param kerberosError the KRB-ERROR's number, if one came
 */
public record Step(
        String title,
        boolean ok,
        String detail,
        Optional<Realm> realm,
        Optional<ControllerAddress> controller,
        OptionalInt kerberosError,
        Duration took) {}
