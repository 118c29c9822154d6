package kcd.broker.identity;

import java.util.Optional;
import kcd.broker.refusal.Refusal;
import kcd.broker.refusal.RefusedException;
import kcd.broker.user.User;
import kcd.pki.name.CertificateIdentity;
import kcd.pki.name.Sid;

/**
 * One way to learn whose certificate it is. Sources are asked in order, and the first that knows decides: a source that
 * finds several users, or cannot be asked, refuses, so that no weaker one answers in its place.
 */
public interface UserSource {
    Finding find(CertificateIdentity certificate) throws RefusedException, InterruptedException;

    /** What a source knows. */
    sealed interface Finding {}

    /**
     * A user.
     *
     * @param sid the account's, where the source knows it: what the domain controllers answer has to agree
     * @param where in words, for explanations
     */
    record Found(User user, IdentitySource source, Optional<Sid> sid, String where) implements Finding {}

    /**
     * Nothing; the next source may know more.
     *
     * @param refusal what becomes of it if none does
     */
    record Nothing(Refusal refusal) implements Finding {}
}
