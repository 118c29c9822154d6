package kcd.testbed;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The flows at Samba's own KDC: another implementation, one domain, other error codes. */
@EnabledIfSystemProperty(named = "testbed.samba", matches = ".+", disabledReason = "no bed with Samba's KDC is named")
class SambaConformanceIT extends ConformanceSuite {
    SambaConformanceIT() {
        super(Bed.ofSamba());
    }
}
