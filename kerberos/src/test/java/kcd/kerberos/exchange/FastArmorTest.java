package kcd.kerberos.exchange;

import static kcd.kerberos.exchange.ArmoringKdc.ARMOR;
import static kcd.kerberos.exchange.Engine.NOW;
import static kcd.kerberos.exchange.Engine.failure;
import static kcd.kerberos.exchange.Engine.violation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.crypto.PermittedEnctypes;
import kcd.kerberos.failure.ErrorCode;
import kcd.kerberos.failure.KerberosFailure;
import kcd.kerberos.name.Principal;
import kcd.kerberos.wire.Checksum;
import kcd.kerberos.wire.EtypeInfo2;
import kcd.kerberos.wire.FastFinished;
import kcd.kerberos.wire.FastResponse;
import kcd.kerberos.wire.PaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Authentication in FAST armour, at a KDC that lies wherever it can. */
class FastArmorTest {
    private final Clock time = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ArmoringKdc kdc = new ArmoringKdc(time);
    private final RealmClock clock = new RealmClock(time);
    private final ServiceAccount armor = new ServiceAccount(ARMOR, new Engine.OneKey(FakeKdc.key("armor")));
    private final S4uClient client = client(armor);

    @Test
    void proves_the_key_in_the_armour_of_another_accounts_ticket() throws Exception {
        assertThat(client.authenticate().credential().client()).isEqualTo(FakeKdc.SERVICE);

        assertThat(kdc.inner.proofs).containsEntry("HOME.TEST", 1);
    }

    @Test
    void tells_a_wrong_key_by_the_error_inside() {
        kdc.inner.serviceKey = FakeKdc.key("another");

        var refused = failure(KerberosFailure.ServiceAccountRefused.class, client::authenticate);

        assertThat(refused.attempt().errorCode()).isEqualTo(ErrorCode.PREAUTH_FAILED);
        assertThat(kdc.inner.proofs).containsEntry("HOME.TEST", 1);
    }

    @Test
    void learns_the_controllers_time_from_inside_the_armour() throws Exception {
        kdc.inner.ahead = Duration.ofMinutes(30);

        client.authenticate();

        assertThat(kdc.inner.proofs).containsEntry("HOME.TEST", 2);
    }

    @Test
    void refuses_a_demand_for_proof_outside_the_armour() {
        kdc.strips = true;

        violation("outside the FAST armour", client::authenticate);

        assertThat(kdc.inner.proofs).isEmpty();
    }

    @Test
    void refuses_a_reply_outside_the_armour() {
        kdc.strips = true;
        kdc.inner.needsProof = false;

        violation("outside the FAST armour", client::authenticate);
    }

    @Test
    void refuses_another_nonce_inside() {
        kdc.touch = response -> new FastResponse(
                response.padata(), response.strengthenKey(), response.finished(), response.nonce() + 1);

        violation("nonce in the FAST armour", client::authenticate);
    }

    @Test
    void refuses_a_reply_that_vouches_for_no_ticket_or_another() {
        kdc.inner.needsProof = false;
        kdc.touch = response -> new FastResponse(response.padata(), response.strengthenKey(), null, response.nonce());
        violation("does not vouch", client::authenticate);

        kdc.touch = response -> {
            FastFinished sound = response.finished();
            Checksum other = new Checksum(sound.ticketChecksum().type(), Octets.of(new byte[12]));
            return new FastResponse(
                    response.padata(),
                    response.strengthenKey(),
                    new FastFinished(sound.time(), sound.micros(), sound.crealm(), sound.cname(), other),
                    response.nonce());
        };
        violation("does not vouch", client::authenticate);
    }

    @Test
    void refuses_a_ticket_of_a_client_that_only_the_clear_part_names() {
        kdc.inner.needsProof = false;
        kdc.touch = response -> {
            FastFinished sound = response.finished();
            return new FastResponse(
                    response.padata(),
                    response.strengthenKey(),
                    new FastFinished(
                            sound.time(), sound.micros(), sound.crealm(), ARMOR.name(), sound.ticketChecksum()),
                    response.nonce());
        };

        violation("another client", client::authenticate);
    }

    @Test
    void refuses_a_kdc_that_proves_another_key() {
        kdc.provenKey = FakeKdc.key("another");

        violation("does not prove", client::authenticate);
    }

    @Test
    void refuses_a_strengthening_key_of_a_type_that_is_not_permitted() {
        kdc.inner.needsProof = false;
        EncryptionKey rc4 = EncryptionKey.random(Enctype.RC4_HMAC, new SecureRandom());
        kdc.touch = response -> new FastResponse(response.padata(), rc4, response.finished(), response.nonce());

        var mismatch = failure(KerberosFailure.EncryptionTypeMismatch.class, client::authenticate);

        assertThat(mismatch.attempt().detail()).contains("rc4-hmac, which we did not offer");
    }

    @Test
    void refuses_an_error_in_armour_that_holds_none() {
        kdc.touch = response -> new FastResponse(List.of(), null, null, response.nonce());

        violation("PA-FX-ERROR", client::authenticate);
    }

    @Test
    void sends_no_proof_without_armour_where_only_armour_is_offered() {
        kdc.inner.errorData = PaData.encodeMethodData(List.of(
                new PaData(PaData.FX_FAST, Octets.EMPTY),
                new PaData(PaData.ETYPE_INFO2, EtypeInfo2.encode(kdc.inner.infos))));
        S4uClient bare = new S4uClient(
                new ServiceAccount(FakeKdc.SERVICE, new Engine.OneKey(FakeKdc.key("svc"))),
                kdc.inner,
                clock,
                new SecureRandom());

        var failed = failure(KerberosFailure.ArmorRequired.class, bare::authenticate);

        assertThat(failed.remedy()).contains("kcd.service-account.armor.principal", "kcd.service-account.armor.keytab");
        assertThat(kdc.inner.proofs).isEmpty();
    }

    @Test
    void takes_a_kdc_that_names_no_key_of_ours_for_one_without_not_for_one_that_wants_armour() {
        kdc.inner.errorData = PaData.encodeMethodData(List.of(new PaData(PaData.FX_FAST, Octets.EMPTY)));
        S4uClient bare = new S4uClient(
                account(new Engine.OneKey(FakeKdc.key("svc")), null), kdc.inner, clock, new SecureRandom());

        failure(KerberosFailure.EncryptionTypeMismatch.class, bare::authenticate);

        assertThat(kdc.inner.proofs).isEmpty();
    }

    @Test
    void names_the_settings_where_policy_refuses_the_account_in_the_clear() {
        var failed = failure(KerberosFailure.ServiceAccountRefused.class, client(null)::authenticate);

        assertThat(failed.remedy()).contains("kcd.service-account.armor.principal");
    }

    @Test
    void takes_no_armour_of_another_realm_and_none_that_is_armoured_itself() {
        var keys = new Engine.OneKey(FakeKdc.key("svc"));
        var far = new ServiceAccount(Principal.parse("armor@B.TEST"), keys);
        var twice = account(keys, armor);

        assertThatIllegalArgumentException().isThrownBy(() -> account(keys, far));
        assertThatIllegalArgumentException().isThrownBy(() -> account(keys, twice));
    }

    private S4uClient client(@Nullable ServiceAccount by) {
        return new S4uClient(account(new Engine.OneKey(FakeKdc.key("svc")), by), kdc, clock, new SecureRandom());
    }

    private static ServiceAccount account(LongTermKeys keys, @Nullable ServiceAccount by) {
        return new ServiceAccount(FakeKdc.SERVICE, keys, PermittedEnctypes.AES_ONLY, by);
    }
}
