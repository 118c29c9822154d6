package kcd.preflight;

/**
 * One thing that was looked at.
 *
 * @param check what kind of thing, from a short list: scripts may rely on it
 * @param subject which one: a controller, a name, an address
 * @param detail what was found
 * @param fix what mends it, with the command where there is one; empty unless wrong
 */
record Finding(String check, String subject, Verdict verdict, String detail, String fix) {
    enum Verdict {
        OK("ok"),
        WRONG("WRONG"),
        /** Something before it is wrong, or it was not asked for. */
        LEFT_OUT("-");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
