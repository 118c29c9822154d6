package kcd.kerberos.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import org.apache.kerby.asn1.UniversalTag;
import org.apache.kerby.asn1.type.Asn1Encodeable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a hostile peer sends: a checked refusal that quotes none of it, in bounded time. */
class MalformedMessagesTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final EncryptionKey KEY = new EncryptionKey(Enctype.AES256_SHA1, new byte[32]);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "30",
                "3000",
                "30800000",
                "7e00",
                "7e80",
                "ff",
                "ffffffffff",
                "1f8080808001",
                "308400ffffff",
                "30847fffffff",
                "3088ffffffffffffffff",
                "6b03020101",
                "7e0430020000"
            })
    void refuses_what_is_no_message(String hex) {
        Octets der = Octets.of(HEX.parseHex(hex));

        assertThatThrownBy(() -> KdcAnswer.decode(der)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> KdcRequest.decode(der)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> ApReq.decode(der)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> EncKdcReplyPart.decode(der)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> EncTicketPart.decode(der)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @MethodSource("captured")
    void refuses_or_reads_a_captured_message_with_bytes_changed(String name) {
        byte[] der = Fixtures.read(name).toArray();
        Random random = new Random(name.hashCode());
        for (int i = 0; i < 500; i++) {
            byte[] changed = der.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(KdcAnswer.decode(Octets.of(changed)).encode().isEmpty())
                        .isFalse();
            } catch (MalformedMessageException expected) {
                assertThat(expected).hasMessageNotContaining("SVC_awseg");
            }
        }
    }

    static List<String> captured() {
        return Fixtures.names(".rep.der");
    }

    @Test
    void refuses_nesting_without_end_before_the_stack_does() {
        byte[] indefinite = new byte[DerValue.MAX_MESSAGE_BYTES];
        for (int i = 0; i < indefinite.length; i += 2) {
            indefinite[i] = 0x30;
            indefinite[i + 1] = (byte) 0x80;
        }
        byte[] definite = new byte[DerValue.MAX_MESSAGE_BYTES];
        for (int i = 0; i + 5 <= definite.length; i += 5) {
            int rest = definite.length - i - 5;
            definite[i] = 0x30;
            definite[i + 1] = (byte) 0x83;
            definite[i + 2] = (byte) (rest >> 16);
            definite[i + 3] = (byte) (rest >> 8);
            definite[i + 4] = (byte) rest;
        }

        for (byte[] deep : List.of(indefinite, definite)) {
            assertThatThrownBy(() -> PaData.decodeMethodData(Octets.of(deep)))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void refuses_a_message_larger_than_any_kdc_sends() {
        Octets large = Octets.of(new byte[DerValue.MAX_MESSAGE_BYTES + 1]);

        assertThatThrownBy(() -> KdcAnswer.decode(large)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_more_elements_than_any_list_has_and_soon() {
        Octets many = Der.encode(Der.sequenceOf(Collections.nCopies(80_000, Der.bool(true))));

        Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> PaData.decodeMethodData(many))
                        .isInstanceOf(MalformedMessageException.class)
                        .hasMessageContaining("1024"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "20260231000000Z",
                "20261301000000Z",
                "20260101240000Z",
                "20260101000060Z",
                "2026010100000Z",
                "202601010000000Z",
                "+12345678901010000Z",
                "+999999999123123Z",
                "-0010101000000Z",
                "20260101000000",
                "20260101000000+",
                "",
                "Z"
            })
    void refuses_a_time_that_is_none(String text) {
        Asn1Encodeable time = primitive(UniversalTag.GENERALIZED_TIME, text);
        Octets plain = Der.encode(Der.sequence(Der.field(0, time)));

        assertThatThrownBy(() -> PaEncTimestamp.decode(plain)).isInstanceOf(MalformedMessageException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void refuses_microseconds_that_make_seconds(long micros) {
        Octets plain = Der.encode(Der.sequence(
                Der.field(0, Der.time(Instant.parse("9999-12-31T23:59:59Z"))), Der.field(1, Der.integer(micros))));

        assertThatThrownBy(() -> PaEncTimestamp.decode(plain)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_a_string_that_is_not_utf_8() {
        Octets notText = Octets.of(HEX.parseHex("1b02c328"));
        Octets infos =
                Der.encode(Der.sequence(Der.sequence(Der.field(0, Der.integer(18)), Der.field(1, Der.raw(notText)))));

        assertThatThrownBy(() -> EtypeInfo2.decode(infos)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_fields_twice_or_out_of_order() {
        Asn1Encodeable type = Der.field(1, Der.integer(1));
        Asn1Encodeable value = Der.field(2, Der.octets(Octets.EMPTY));
        for (Asn1Encodeable data :
                List.of(Der.sequence(value, type), Der.sequence(type, type, value), Der.sequence(type, value, value))) {
            Octets der = Der.encode(Der.sequence(data));

            assertThatThrownBy(() -> PaData.decodeMethodData(der)).isInstanceOf(MalformedMessageException.class);
        }
    }

    @Test
    void refuses_bytes_after_the_message() {
        Octets whole = Fixtures.read("self-unknown-1.rep.der");
        byte[] longer = Arrays.copyOf(whole.toArray(), whole.length() + 1);

        assertThatThrownBy(() -> KdcAnswer.decode(Octets.of(longer))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void refuses_a_session_key_of_an_unknown_type() {
        for (int etype : new int[] {0, 1, 3, 16, 24, 25, -128}) {
            Octets der = Der.encode(
                    Der.sequence(Der.field(0, Der.integer(etype)), Der.field(1, Der.octets(Octets.of(new byte[16])))));

            assertThatThrownBy(() -> Keys.from(DerValue.parse(der)))
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("unknown encryption type");
        }
    }

    @ParameterizedTest
    @CsvSource({"17, 15", "17, 32", "18, 16", "18, 0", "20, 24"})
    void refuses_a_session_key_of_another_length(int etype, int length) {
        Octets der = Der.encode(
                Der.sequence(Der.field(0, Der.integer(etype)), Der.field(1, Der.octets(Octets.of(new byte[length])))));

        assertThatThrownBy(() -> Keys.from(DerValue.parse(der))).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void finds_no_status_in_error_data_of_other_kinds() {
        List<Octets> others = List.of(
                Octets.EMPTY,
                Octets.of(new byte[] {1, 2, 3}),
                PaData.encodeMethodData(List.of(new PaData(19, Octets.EMPTY))),
                Der.encode(Der.sequence(Der.field(1, Der.integer(3)))),
                Der.encode(
                        Der.sequence(Der.field(1, Der.integer(3)), Der.field(2, Der.octets(Octets.of(new byte[11]))))),
                Der.encode(
                        Der.sequence(Der.field(1, Der.integer(1)), Der.field(2, Der.octets(Octets.of(new byte[12]))))));

        assertThat(others)
                .allSatisfy(edata -> assertThat(KerbErrorData.ntStatus(edata)).isEmpty());
    }

    @Test
    void reads_the_status_a_windows_controller_sends() {
        // KERB-ERROR-DATA with KERB_EXT_ERROR {STATUS_NO_MATCH, 0, 1}
        Octets edata = Octets.of(HEX.parseHex("3015a103020103a20e040c720200c00000000001000000"));

        assertThat(KerbErrorData.ntStatus(edata)).hasValue(0xC0000272L);
        assertThat(KerbErrorData.of(0xC0000272L)).isEqualTo(edata);
    }

    @Test
    void knows_pa_for_user_of_another_key_user_or_kind_from_ours() throws Exception {
        PaForUser ours = PaForUser.decode(
                PaForUser.forUser(Principal.parse("alice@R"), KEY).value());

        assertThat(ours.verify(KEY)).isTrue();
        assertThat(ours.verify(new EncryptionKey(Enctype.AES128_SHA1, HEX.parseHex("01".repeat(16)))))
                .isFalse();
        assertThat(new PaForUser(Principal.parse("bob@R"), ours.checksum()).verify(KEY))
                .isFalse();
        assertThat(new PaForUser(Principal.parse("alice@S"), ours.checksum()).verify(KEY))
                .isFalse();
        Checksum mandatory = Checksum.of(KEY, KeyUsage.KERB_NON_KERB_CKSUM, Octets.EMPTY);
        assertThat(new PaForUser(ours.user(), mandatory).verify(KEY)).isFalse();
    }

    @Test
    void signs_pa_for_user_as_the_specification_spells_it() throws Exception {
        Principal ivan = new Principal(PrincipalName.enterprise("иван@корп.example"), new Realm("R"));

        PaForUser signed = PaForUser.decode(PaForUser.forUser(ivan, KEY).value());

        byte[] spelt = ("\n\0\0\0" + "иван@корп.example" + "R" + "Kerberos").getBytes(StandardCharsets.UTF_8);
        assertThat(signed.checksum().value()).isEqualTo(Octets.of(KerberosCrypto.hmacMd5(KEY, 17, spelt)));
    }

    @Test
    void believes_pa_s4u_x509_user_only_under_the_keys_own_checksum() {
        PaS4uX509User signed =
                PaS4uX509User.sign(7, PrincipalName.principal("alice"), new Realm("R"), null, 0, KEY, 27);
        Octets md5 =
                Octets.of(KerberosCrypto.hmacMd5(KEY, 27, signed.userIdDer().toArray()));
        PaS4uX509User weaker = new PaS4uX509User(
                7,
                signed.cname(),
                signed.crealm(),
                null,
                0,
                new Checksum(KerberosCrypto.HMAC_MD5, md5),
                signed.userIdDer());

        assertThat(signed.verify(KEY, 27)).isTrue();
        assertThat(signed.verify(KEY, 26)).isFalse();
        assertThat(weaker.verify(KEY, 27)).isFalse();
    }

    private static Asn1Encodeable primitive(UniversalTag tag, String text) {
        byte[] body = text.getBytes(StandardCharsets.US_ASCII);
        byte[] der = new byte[body.length + 2];
        der[0] = (byte) tag.getValue();
        der[1] = (byte) body.length;
        System.arraycopy(body, 0, der, 2, body.length);
        return Der.raw(Octets.of(der));
    }
}
