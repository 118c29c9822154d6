package kcd.kerberos.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.List;
import kcd.kerberos.crypto.CryptoException;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.wire.EncTicketPart;
import kcd.kerberos.wire.MalformedMessageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacTest {
    private static final EncryptionKey KEY = EncryptionKey.random(Enctype.AES256_SHA1, new SecureRandom());

    @ParameterizedTest
    @EnumSource(Enctype.class)
    void believes_a_pac_signed_with_our_key_of_any_type(Enctype enctype) throws Exception {
        // Given
        EncryptionKey key = EncryptionKey.random(enctype, new SecureRandom());
        EncTicketPart ticket = PacWriter.ticket(key, PacWriter.pac().sign(key));

        // When
        Pac pac = Pac.of(ticket, key).orElseThrow();

        // Then
        assertThat(pac.client().name()).isEqualTo(PacWriter.CLIENT);
    }

    @Test
    void refuses_a_pac_signed_with_another_key() {
        // Given
        EncryptionKey another = EncryptionKey.random(Enctype.AES256_SHA1, new SecureRandom());
        EncTicketPart ticket = PacWriter.ticket(KEY, PacWriter.pac().sign(another));

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY)).isInstanceOf(CryptoException.class);
    }

    @Test
    void refuses_a_recorded_pac_with_any_signed_byte_changed() throws Exception {
        // Given
        byte[] pac = Samples.pac("samba-alice");
        List<Integer> outsideTheSignature = List.of(232, 300, 592, 620, 700); // logon info, client info, UPN

        for (int at : outsideTheSignature) {
            // When
            byte[] changed = pac.clone();
            changed[at] ^= 1;

            // Then
            assertThat(PacBuffers.parse(Octets.of(changed)).isSignedWith(Samples.SAMBA_KEY))
                    .as("byte " + at)
                    .isFalse();
        }
    }

    @Test
    void refuses_hmac_md5_even_if_it_is_right() {
        // Given
        EncTicketPart ticket = PacWriter.ticket(KEY, PacWriter.pac().sign(KEY, KerberosCrypto.HMAC_MD5));

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY)).isInstanceOf(CryptoException.class);
    }

    @Test
    void refuses_a_pac_without_signatures() {
        // Given
        EncTicketPart ticket = PacWriter.ticket(KEY, PacWriter.pac().assemble());

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("type 6");
    }

    @Test
    void refuses_the_pac_of_another_users_ticket() {
        // Given
        EncTicketPart ticket = PacWriter.ticket(
                KEY,
                new PacWriter()
                        .add(PacBuffers.CLIENT_INFO, PacWriter.clientInfo(PacWriter.AUTH_TIME, "mallory"))
                        .sign(KEY));

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY)).hasMessageContaining("another ticket");
    }

    @Test
    void refuses_the_pac_of_an_earlier_logon() {
        // Given
        EncTicketPart ticket = PacWriter.ticket(
                KEY,
                new PacWriter()
                        .add(
                                PacBuffers.CLIENT_INFO,
                                PacWriter.clientInfo(PacWriter.AUTH_TIME.minusSeconds(1), PacWriter.CLIENT))
                        .sign(KEY));

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY)).hasMessageContaining("another ticket");
    }

    @Test
    void takes_a_client_name_with_its_realm() throws Exception {
        // Given
        EncTicketPart ticket = PacWriter.ticket(
                KEY,
                new PacWriter()
                        .add(PacBuffers.CLIENT_INFO, PacWriter.clientInfo(PacWriter.AUTH_TIME, "ALICE@A.EXAMPLE"))
                        .sign(KEY));

        // Then
        assertThat(Pac.of(ticket, KEY)).isPresent();
    }

    @Test
    void refuses_two_pacs_in_one_ticket() {
        // Given
        byte[] pac = PacWriter.pac().sign(KEY);
        EncTicketPart ticket = PacWriter.ticket(KEY, pac, pac);

        // Then
        assertThatThrownBy(() -> Pac.of(ticket, KEY)).hasMessageContaining("two PACs");
    }

    @Test
    void refuses_two_buffers_of_a_type() {
        // Given
        byte[] pac = PacWriter.pac()
                .add(PacBuffers.CLIENT_INFO, PacWriter.clientInfo(PacWriter.AUTH_TIME, "mallory"))
                .sign(KEY);

        // Then
        assertThatThrownBy(() -> Pac.of(PacWriter.ticket(KEY, pac), KEY)).hasMessageContaining("two PAC buffers");
    }

    @Test
    void a_ticket_may_come_without_a_pac() throws Exception {
        assertThat(Pac.of(PacWriter.ticket(KEY), KEY)).isEmpty();
    }

    @Test
    void counts_groups_of_the_domain_sids_from_elsewhere_and_resource_groups() throws Exception {
        // Given
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.groupIds = new int[] {1200, -2};
        logon.userFlags = 0x220;
        logon.extraSids = new String[] {"S-1-18-2", "S-1-5-21-7-8-9-600"};
        logon.resourceDomain = "S-1-5-21-4-5-6";
        logon.resourceIds = new int[] {2000};

        // When
        Pac pac = read(logon);

        // Then
        assertThat(pac.user()).contains(new Sid("S-1-5-21-1-2-3-1105"));
        assertThat(pac.groups().stream().map(Sid::value))
                .containsExactlyInAnyOrder(
                        "S-1-5-21-1-2-3-513",
                        "S-1-5-21-1-2-3-1200",
                        "S-1-5-21-1-2-3-4294967294",
                        "S-1-18-2",
                        "S-1-5-21-7-8-9-600",
                        "S-1-5-21-4-5-6-2000");
    }

    @Test
    void leaves_out_sids_that_the_flags_do_not_vouch_for() throws Exception {
        // Given
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.extraSids = new String[] {"S-1-18-2"};
        logon.resourceDomain = "S-1-5-21-4-5-6";
        logon.resourceIds = new int[] {2000};

        // When
        Pac pac = read(logon);

        // Then
        assertThat(pac.groups().stream().map(Sid::value)).containsExactly("S-1-5-21-1-2-3-513");
    }

    @Test
    void an_account_without_relative_identifier_is_the_first_extra_sid() throws Exception {
        // Given
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.userId = 0;
        logon.userFlags = 0x20;
        logon.extraSids = new String[] {"S-1-5-21-7-8-9-600"};

        // When
        Pac pac = read(logon);

        // Then
        assertThat(pac.user()).contains(new Sid("S-1-5-21-7-8-9-600"));
    }

    @Test
    void refuses_a_pac_whose_parts_name_different_users() {
        // Given
        byte[] pac = PacWriter.pac()
                .add(PacBuffers.LOGON_INFO, new PacWriter.Logon().write())
                .add(
                        PacBuffers.UPN_DNS_INFO,
                        PacWriter.upnDnsInfo("alice@a.example", "A.EXAMPLE", "alice", "S-1-5-21-1-2-3-500"))
                .sign(KEY);

        // Then
        assertThatThrownBy(() -> Pac.of(PacWriter.ticket(KEY, pac), KEY)).hasMessageContaining("several users");
    }

    @Test
    void reads_the_sid_a_recent_controller_adds_to_the_names() throws Exception {
        // Given
        byte[] pac = PacWriter.pac()
                .add(
                        PacBuffers.UPN_DNS_INFO,
                        PacWriter.upnDnsInfo("alice@a.example", "A.EXAMPLE", "alice", "S-1-5-21-1-2-3-1105"))
                .sign(KEY);

        // When
        Pac read = Pac.of(PacWriter.ticket(KEY, pac), KEY).orElseThrow();

        // Then
        assertThat(read.user()).contains(new Sid("S-1-5-21-1-2-3-1105"));
        assertThat(read.accountName()).contains("alice");
        assertThat(read.userPrincipalName()).contains("alice@a.example");
    }

    @Test
    void reads_attributes_requestor_and_delegation() throws Exception {
        // Given
        byte[] pac = PacWriter.pac()
                .add(PacBuffers.ATTRIBUTES_INFO, PacWriter.attributes(1))
                .add(PacBuffers.REQUESTOR, PacWriter.sid("S-1-5-21-1-2-3-1105"))
                .add(
                        PacBuffers.DELEGATION_INFO,
                        PacWriter.delegationInfo("HTTP/mail.a.example", "svc@A.EXAMPLE", "b@A.EXAMPLE"))
                .sign(KEY);

        // When
        Pac read = Pac.of(PacWriter.ticket(KEY, pac), KEY).orElseThrow();

        // Then
        assertThat(read.attributes().orElseThrow().wasRequested()).isTrue();
        assertThat(read.attributes().orElseThrow().wasGivenImplicitly()).isFalse();
        assertThat(read.requestor()).contains(new Sid("S-1-5-21-1-2-3-1105"));
        assertThat(read.delegation())
                .contains(new DelegationInfo("HTTP/mail.a.example", List.of("svc@A.EXAMPLE", "b@A.EXAMPLE")));
    }

    @Test
    void refuses_more_groups_than_any_controller_sends() {
        // Given
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.groupIds = new int[NdrReader.MAX_SIDS + 1];

        // Then
        assertThatThrownBy(() -> read(logon)).hasMessageContaining("more than " + NdrReader.MAX_SIDS);
    }

    @Test
    void refuses_a_domain_sid_that_has_no_room_for_accounts() {
        // Given
        PacWriter.Logon logon = new PacWriter.Logon();
        logon.domain = "S-1-5" + "-1".repeat(Sid.MAX_SUB_AUTHORITIES);

        // Then
        assertThatThrownBy(() -> read(logon)).isInstanceOf(MalformedMessageException.class);
    }

    private static Pac read(PacWriter.Logon logon) throws Exception {
        byte[] pac = PacWriter.pac().add(PacBuffers.LOGON_INFO, logon.write()).sign(KEY);
        return Pac.of(PacWriter.ticket(KEY, pac), KEY).orElseThrow();
    }
}
