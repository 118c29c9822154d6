package kcd.testbed;

/** The flows at MIT's KDC with the directory's keys: all domains, all trusts. */
class ConformanceIT extends ConformanceSuite {
    ConformanceIT() {
        super(Bed.current());
    }
}
