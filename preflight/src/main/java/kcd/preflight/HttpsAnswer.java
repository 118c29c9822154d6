package kcd.preflight;

import java.util.List;
import java.util.Locale;

/**
 * The head of an answer, as far as authentication goes.
 *
 * @param challenges the values of WWW-Authenticate
 */
record HttpsAnswer(int status, List<String> challenges) {
    private static final String NEGOTIATE = "negotiate";

    HttpsAnswer {
        challenges = List.copyOf(challenges);
    }

    boolean refused() {
        return status == 401;
    }

    boolean offersNegotiate() {
        return challenges.stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).startsWith(NEGOTIATE));
    }
}
