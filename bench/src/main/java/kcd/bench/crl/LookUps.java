package kcd.bench.crl;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import kcd.pki.crl.CrlAcceptance;
import kcd.pki.crl.CrlBounds;
import kcd.pki.crl.CrlIssuer;
import kcd.pki.crl.CrlVerdict;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialCursor;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSet;

/**
 * A million entries: CPU to judge and load the list, memory per entry, time per look-up. CPU time of the thread, because
 * machines are shared; the first load is that of a JVM that has compiled nothing yet.
 */
final class LookUps {
    private static final int LOADS = 7;
    private static final int ROUNDS = 9;
    private static final int LOOK_UPS = 2_000_000;
    /** So many that their rows do not stay in the processor's cache by being asked for again. */
    private static final int ASKED = 1 << 18;

    private LookUps() {}

    static void run(CrlWorld world) {
        byte[] der = world.list(1, 0);
        System.out.printf("list: %,d entries, %,d bytes of DER%n", CrlWorld.ENTRIES, der.length);
        CrlAcceptance acceptance = new CrlAcceptance(
                List.of(CrlIssuer.of(world.users().certificate())), CrlBounds.DEFAULT, Duration.ofMinutes(5));
        List<Double> loads = new ArrayList<>();
        RevocationList list = load(acceptance, der, loads);
        while (loads.size() < LOADS) {
            list = load(acceptance, der, loads);
        }
        SerialSet serials = list.serials();
        double first = loads.getFirst();
        System.out.printf(
                "load (signature, parse, sort, compact), CPU-s: first %.3f, median %.3f    bar 1%n",
                first, median(loads));
        System.out.printf(
                "retained, bytes per entry: %.2f    bar 16%n", (double) serials.retainedBytes() / serials.size());
        System.out.printf("look-up of a stranger, ns: %.0f    bar 200%n", lookUps(serials, strangers(), 0));
        System.out.printf("look-up of a member, ns: %.0f    bar 200%n", lookUps(serials, members(serials), LOOK_UPS));
    }

    private static RevocationList load(CrlAcceptance acceptance, byte[] der, List<Double> loads) {
        long start = cpu();
        CrlVerdict verdict = acceptance.judge(ByteBuffer.wrap(der), Map.of(), Instant.now());
        loads.add((cpu() - start) / 1e9);
        if (verdict instanceof CrlVerdict.Accepted accepted) {
            return accepted.list().effective();
        }
        throw new IllegalStateException("not accepted: " + verdict);
    }

    private static SerialNumber[] strangers() {
        Random random = new Random(2);
        SerialNumber[] asked = new SerialNumber[ASKED];
        for (int i = 0; i < asked.length; i++) {
            asked[i] = SerialNumber.of(new BigInteger(126, random).setBit(126));
        }
        return asked;
    }

    /** Each fourth or so, in no order; made in the order of asking, so that what is measured is the set and not its questions. */
    private static SerialNumber[] members(SerialSet serials) {
        List<BigInteger> members = new ArrayList<>();
        SerialCursor cursor = serials.cursor();
        int stride = serials.size() / ASKED;
        ByteBuffer encoded = ByteBuffer.allocate(1 + SerialNumber.MAX_OCTETS);
        while (members.size() < ASKED) {
            for (int skipped = 0; skipped < stride; skipped++) {
                cursor.next();
            }
            cursor.writeTo(encoded.clear());
            members.add(new BigInteger(1, Arrays.copyOfRange(encoded.array(), 1, encoded.position())));
        }
        Collections.shuffle(members, new Random(3));
        return members.stream().map(SerialNumber::of).toArray(SerialNumber[]::new);
    }

    private static double lookUps(SerialSet serials, SerialNumber[] asked, int expected) {
        List<Double> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            int found = 0;
            long start = cpu();
            for (int i = 0; i < LOOK_UPS; i++) {
                found += serials.contains(asked[i & (ASKED - 1)]) ? 1 : 0;
            }
            rounds.add((cpu() - start) / (double) LOOK_UPS);
            if (found != expected) {
                throw new IllegalStateException(found + " found, expected " + expected);
            }
        }
        return median(rounds.subList(2, ROUNDS));
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
