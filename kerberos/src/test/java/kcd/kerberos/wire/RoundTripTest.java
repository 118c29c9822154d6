package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record says after a journey over the wire what it said before; values from a seeded generator. */
class RoundTripTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    static Stream<Some> some() {
        return LongStream.range(0, 50).mapToObj(Some::new);
    }

    @ParameterizedTest
    @MethodSource("some")
    void a_request_comes_back(Some some) throws Exception {
        KdcRequestBody body = new KdcRequestBody(
                some.int32(),
                some.maybe(some::name),
                some.realm(),
                some.maybe(some::name),
                some.time(),
                some.maybe(some::time),
                some.nonce(),
                some.list(some::int32),
                some.list(some::ticket));
        KdcRequest request = new KdcRequest(some.type(), some.list(some::paData), body);

        assertThat(KdcRequest.decode(request.encode())).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("some")
    void armour_and_what_is_in_it_come_back(Some some) throws Exception {
        KdcRequestBody body = new KdcRequestBody(
                some.int32(),
                some.maybe(some::name),
                some.realm(),
                some.maybe(some::name),
                some.time(),
                some.maybe(some::time),
                some.nonce(),
                some.list(some::int32),
                List.of());
        FastRequest request = new FastRequest(some.int32(), some.list(some::paData), body, body.encode());
        FastArmoredRequest armored =
                new FastArmoredRequest(some.maybe(some::octets), some.checksum(), some.encrypted());
        FastArmoredReply reply = new FastArmoredReply(some.encrypted());
        FastResponse response = new FastResponse(
                some.list(some::paData), some.maybe(some::key), some.maybe(some::finished), some.nonce());

        assertThat(FastRequest.decode(request.encode())).isEqualTo(request);
        assertThat(FastArmoredRequest.decode(armored.toPaData().value())).isEqualTo(armored);
        assertThat(FastArmoredReply.decode(reply.toPaData().value())).isEqualTo(reply);
        assertThat(FastResponse.decode(response.encode())).isEqualTo(response);
    }

    @ParameterizedTest
    @MethodSource("some")
    void a_reply_comes_back(Some some) throws Exception {
        KdcReply reply = new KdcReply(
                some.type(), some.list(some::paData), some.realm(), some.name(), some.ticket(), some.encrypted());

        assertThat(KdcAnswer.decode(reply.encode())).isEqualTo(reply);
    }

    @ParameterizedTest
    @MethodSource("some")
    void an_error_comes_back(Some some) throws Exception {
        KrbError error = new KrbError(
                some.int32(),
                some.time(),
                some.micros(),
                some.maybe(some::realm),
                some.realm(),
                some.name(),
                some.maybe(some::text),
                some.maybe(some::octets));

        assertThat(KdcAnswer.decode(error.encode())).isEqualTo(error);
        assertThat(KrbError.decode(error.encode())).isEqualTo(error);
    }

    @ParameterizedTest
    @MethodSource("some")
    void the_protected_part_of_a_reply_comes_back(Some some) throws Exception {
        EncKdcReplyPart part = new EncKdcReplyPart(
                some.key(),
                some.nonce(),
                some.int32(),
                some.time(),
                some.maybe(some::time),
                some.time(),
                some.maybe(some::time),
                some.realm(),
                some.name(),
                some.list(some::paData));

        assertThat(EncKdcReplyPart.decode(part.encode(some.type()))).isEqualTo(part);
    }

    @ParameterizedTest
    @MethodSource("some")
    void the_inside_of_a_ticket_comes_back(Some some) throws Exception {
        EncTicketPart part = new EncTicketPart(
                some.int32(),
                some.key(),
                some.realm(),
                some.name(),
                some.time(),
                some.maybe(some::time),
                some.time(),
                some.maybe(some::time),
                some.list(some::authorizationData));

        assertThat(EncTicketPart.decode(part.encode())).isEqualTo(part);
    }

    @ParameterizedTest
    @MethodSource("some")
    void an_ap_request_and_its_authenticator_come_back(Some some) throws Exception {
        ApReq apReq = new ApReq(some.int32(), some.ticket(), some.encrypted());
        Authenticator authenticator = new Authenticator(
                some.realm(),
                some.name(),
                some.maybe(some::checksum),
                some.micros(),
                some.time(),
                some.maybe(some::key),
                some.maybe(some::nonce),
                some.list(some::authorizationData));

        assertThat(ApReq.decode(apReq.encode())).isEqualTo(apReq);
        assertThat(Authenticator.decode(authenticator.encode())).isEqualTo(authenticator);
    }

    @ParameterizedTest
    @MethodSource("some")
    void the_s4u_data_come_back_and_verify(Some some) throws Exception {
        EncryptionKey key = some.key();
        Principal user = new Principal(some.name(), some.realm());
        PaS4uX509User x509 = PaS4uX509User.sign(
                some.nonce(),
                some.maybe(some::name),
                some.realm(),
                some.maybe(some::octets),
                some.int32(),
                key,
                KeyUsage.S4U_X509_USER_REQUEST);

        PaForUser forUser = PaForUser.decode(PaForUser.forUser(user, key).value());
        PaS4uX509User back = PaS4uX509User.decode(x509.toPaData().value());

        assertThat(forUser.user()).isEqualTo(user);
        assertThat(forUser.user().name().type()).isEqualTo(user.name().type());
        assertThat(forUser.verify(key)).isTrue();
        assertThat(back).isEqualTo(x509);
        assertThat(back.verify(key, KeyUsage.S4U_X509_USER_REQUEST)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("some")
    void the_smaller_data_come_back(Some some) throws Exception {
        List<PaData> methods = some.list(some::paData);
        List<EtypeInfo2> infos =
                some.list(() -> new EtypeInfo2(some.int32(), some.maybe(some::text), some.maybe(some::octets)));
        List<AuthorizationData> authorization = some.list(some::authorizationData);
        int options = some.int32();
        long status = some.nonce();
        Ticket ticket = some.ticket();

        assertThat(PaData.decodeMethodData(PaData.encodeMethodData(methods))).isEqualTo(methods);
        assertThat(EtypeInfo2.decode(EtypeInfo2.encode(infos))).isEqualTo(infos);
        assertThat(AuthorizationData.decodeList(AuthorizationData.encodeList(authorization)))
                .isEqualTo(authorization);
        assertThat(PacOptions.decode(PacOptions.of(options).value())).isEqualTo(options);
        assertThat(KerbErrorData.ntStatus(KerbErrorData.of(status))).hasValue(status);
        assertThat(Ticket.decode(ticket.der())).isEqualTo(ticket);
    }

    @ParameterizedTest
    @MethodSource("some")
    void a_timestamp_comes_back_to_the_microsecond(Some some) throws Exception {
        EncryptionKey key = some.key();
        PaEncTimestamp timestamp = new PaEncTimestamp(some.time().plus(some.micros(), ChronoUnit.MICROS));

        PaData data = timestamp.toPaData(key, RANDOM);
        EncryptedData encrypted = PaEncTimestamp.decodeEncrypted(data.value());

        assertThat(PaEncTimestamp.decode(encrypted.decrypt(key, KeyUsage.AS_REQ_TIMESTAMP)))
                .isEqualTo(timestamp);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255, 256, 300, 32767, 32768, 0x01000000, Integer.MAX_VALUE, -1, -65536})
    void a_key_version_comes_back(int kvno) throws Exception {
        EncryptedData data = new EncryptedData(18, kvno, Octets.of(new byte[28]));
        Ticket ticket = Ticket.of(new Realm("R"), PrincipalName.principal("a"), data);

        assertThat(Ticket.decode(ticket.der()).encPart().kvno()).isEqualTo(kvno);
    }

    @Test
    void a_key_version_written_without_sign_is_read_as_one_written_with_it() throws Exception {
        // What a read-only controller may send: the account's number in the upper 16 bits, as five bytes.
        EncryptedData data = EncryptedData.from(DerValue.parse(Der.encode(Der.sequence(
                Der.field(0, Der.integer(18)),
                Der.field(1, Der.integer(0xffff0001L)),
                Der.field(2, Der.octets(Octets.EMPTY))))));

        assertThat(data.kvno()).isEqualTo(0xffff0001);
    }

    /** Values of all kinds, the same for the same seed. */
    record Some(long seed, RandomGenerator random) {
        private static final List<String> TEXTS = List.of(
                "",
                "alice",
                "Иван.Петров@корп.example",
                "\ud834\udd1e",
                "a/b@c\\d",
                "HTTP",
                "x".repeat(200),
                "ß",
                "\n");

        Some(long seed) {
            this(seed, new Random(seed));
        }

        @Override
        public String toString() {
            return "seed " + seed;
        }

        <T> T maybe(Supplier<T> value) {
            return random.nextInt(3) == 0 ? null : value.get();
        }

        <T> List<T> list(Supplier<T> element) {
            return Stream.generate(element).limit(random.nextInt(4)).toList();
        }

        KdcRequest.Type type() {
            return random.nextBoolean() ? KdcRequest.Type.AS : KdcRequest.Type.TGS;
        }

        int int32() {
            return random.nextInt() >> random.nextInt(32);
        }

        int micros() {
            return random.nextInt(1_000_000);
        }

        long nonce() {
            return random.nextLong(1L << 32);
        }

        String text() {
            return TEXTS.get(random.nextInt(TEXTS.size()));
        }

        Octets octets() {
            byte[] out = new byte[random.nextInt(300)];
            random.nextBytes(out);
            return Octets.of(out);
        }

        Instant time() {
            return Instant.ofEpochSecond(random.nextLong(253_402_300_800L));
        }

        Realm realm() {
            return new Realm(random.nextBoolean() ? "EXAMPLE.COM" : "КОРП.EXAMPLE");
        }

        PrincipalName name() {
            return new PrincipalName(
                    random.nextInt(-200, 20),
                    Stream.generate(this::text).limit(1 + random.nextInt(3)).toList());
        }

        EncryptionKey key() {
            return EncryptionKey.random(Enctype.values()[random.nextInt(4)], RANDOM);
        }

        EncryptedData encrypted() {
            return new EncryptedData(int32(), maybe(this::int32), octets());
        }

        Ticket ticket() {
            return Ticket.of(realm(), name(), encrypted());
        }

        PaData paData() {
            return new PaData(int32(), octets());
        }

        FastFinished finished() {
            return new FastFinished(time(), micros(), realm(), name(), checksum());
        }

        AuthorizationData authorizationData() {
            return new AuthorizationData(int32(), octets());
        }

        Checksum checksum() {
            return new Checksum(random.nextBoolean() ? 0x8003 : int32(), octets());
        }
    }
}
