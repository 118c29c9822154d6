package kcd.lab.cluster;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import kcd.lab.forest.DemoForest;

/// The phones of the load: each with a certificate of its own, for users of every domain, since it is by the
/// certificate that a ticket-broker is chosen; one alone would leave the other brokers without work.
final class Fleet {

    private static final int SIZE = 16;
    private static final List<Habit> HABITS = List.of(Habit.SYNCHRONISES, Habit.WAKES_UP, Habit.RESTS, Habit.WAITS);
    private static final List<String> USERS =
            List.of("alice@" + DemoForest.ROOT, "carol@" + DemoForest.AMER, "erik@" + DemoForest.EMEA);

    private Fleet() {}

    /// @param number from 0
    /// @param principal whose mail it reads
    record Member(int number, String principal) {

        /// Of its certificate.
        String userPrincipalName() {
            return principal.toLowerCase(Locale.ROOT);
        }

        /// Its PKCS #12 file, without the ending.
        String fileName() {
            return "phone-" + number;
        }

        /// Half of those with the same habit.
        boolean speaksHttp2() {
            return number / HABITS.size() % 2 == 1;
        }

        Habit habit() {
            return HABITS.get(number % HABITS.size());
        }
    }

    static List<Member> members() {
        return IntStream.range(0, SIZE)
                .mapToObj(number -> new Member(number, USERS.get(number % USERS.size())))
                .toList();
    }
}
