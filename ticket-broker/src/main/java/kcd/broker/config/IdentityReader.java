package kcd.broker.config;

import java.util.Locale;
import java.util.Optional;
import kcd.broker.mint.SidCheckMode;
import kcd.broker.mint.SidPolicy;
import kcd.service.SettingReader;
import kcd.service.StartupFaults;

/** Reads {@code kcd.identity.sid-*}. */
final class IdentityReader {
    private static final String SID_CHECK = "kcd.identity.sid-check";
    private static final String SID_REQUIRED = "kcd.identity.sid-required";

    private final StartupFaults faults;

    IdentityReader(StartupFaults faults) {
        this.faults = faults;
    }

    Optional<SidPolicy> sidPolicy(BrokerConfig.Identity config) {
        Optional<SidCheckMode> mode = mode(config.sidCheck());
        Optional<Boolean> required = new SettingReader(faults).flag(SID_REQUIRED, config.sidRequired());
        if (mode.isEmpty() || required.isEmpty()) {
            return Optional.empty();
        }
        if (required.get() && mode.get() != SidCheckMode.ENFORCE) {
            faults.add(
                    SID_REQUIRED,
                    config.sidRequired(),
                    "has no effect while " + SID_CHECK + " is " + config.sidCheck(),
                    "set " + SID_CHECK + "=enforce");
            return Optional.empty();
        }
        return Optional.of(new SidPolicy(mode.get(), required.get()));
    }

    private Optional<SidCheckMode> mode(String text) {
        for (SidCheckMode mode : SidCheckMode.values()) {
            if (mode.name().toLowerCase(Locale.ROOT).equals(text.strip())) {
                return Optional.of(mode);
            }
        }
        faults.add(SID_CHECK, text, "is no known mode", "write off, warn or enforce");
        return Optional.empty();
    }
}
