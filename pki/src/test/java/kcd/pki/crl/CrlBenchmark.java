package kcd.pki.crl;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Prints what a list of a million entries costs: CPU to judge it, memory per entry, time per look-up, and the size and
 * cost of a change. Not a test: run its main. CPU time of the thread, because machines are shared.
 */
public final class CrlBenchmark {

    private static final int ENTRIES = 1_000_000;
    private static final int ROUNDS = 7;
    private static final int LOOK_UPS = 2_000_000;

    private CrlBenchmark() {}

    public static void main(String... args) throws SnapshotMismatchException {
        CrlWorkshop ca = CrlWorkshop.named("Benchmark CA");
        byte[] der = ca.large(1, ENTRIES, 1);
        System.out.printf("list: %,d entries, %,d bytes of DER%n", ENTRIES, der.length);

        CrlAcceptance acceptance = new CrlAcceptance(List.of(ca.issuer()), CrlBounds.DEFAULT, Duration.ofMinutes(5));
        HeldList held = null;
        for (int round = 1; round <= ROUNDS; round++) {
            long start = cpu();
            held = ((CrlVerdict.Accepted) acceptance.judge(ByteBuffer.wrap(der), Map.of(), CrlWorkshop.NOW)).list();
            System.out.printf("judge, round %d: %.3f CPU-s%n", round, seconds(start));
        }
        SerialSet serials = held.effective().serials();
        System.out.printf("retained: %.2f bytes per entry%n", (double) serials.retainedBytes() / serials.size());
        lookUps(serials);
        change(held.effective());
    }

    private static void lookUps(SerialSet serials) {
        Random random = new Random(2);
        SerialNumber[] strangers = new SerialNumber[1 << 16];
        for (int i = 0; i < strangers.length; i++) {
            strangers[i] = SerialNumber.of(new BigInteger(127, random).setBit(126));
        }
        for (int round = 1; round <= ROUNDS; round++) {
            int hits = 0;
            long start = cpu();
            for (int i = 0; i < LOOK_UPS; i++) {
                hits += serials.contains(strangers[i & (strangers.length - 1)]) ? 1 : 0;
            }
            System.out.printf(
                    "look-up of strangers, round %d: %.0f ns (%d hits)%n",
                    round, seconds(start) * 1e9 / LOOK_UPS, hits);
        }
    }

    private static void change(RevocationList list) throws SnapshotMismatchException {
        Random random = new Random(3);
        SerialSetBuilder more = new SerialSetBuilder(100);
        for (int i = 0; i < 100; i++) {
            more.add(SerialNumber.of(new BigInteger(127, random)));
        }
        SerialSet after = list.serials().plus(more.build());
        ListState state = new ListState(
                list.issuer(),
                CrlNumber.of(2),
                list.state().thisUpdate(),
                list.state().nextUpdate(),
                after.size());
        CrlSnapshot from = CrlSnapshot.of(1, List.of(list));
        CrlSnapshot to = CrlSnapshot.of(2, List.of(new RevocationList(state, after)));
        for (int round = 1; round <= ROUNDS; round++) {
            long start = cpu();
            SnapshotDelta delta = SnapshotDelta.between(from, to);
            double made = seconds(start);
            start = cpu();
            delta.applyTo(from);
            System.out.printf(
                    "change of %d entries, round %d: made in %.3f CPU-s, applied and proved in %.3f CPU-s%n",
                    delta.entries(), round, made, seconds(start));
        }
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double seconds(long start) {
        return (cpu() - start) / 1e9;
    }
}
