package kcd.kerberos.pac;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.KerberosCrypto;
import kcd.kerberos.crypto.KeyUsage;
import kcd.kerberos.crypto.Octets;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.wire.AuthorizationData;
import kcd.kerberos.wire.EncTicketPart;

/** Writes PACs that no KDC at hand would: for what recorded ones do not show, and for wrong ones. */
public final class PacWriter {
    static final Instant AUTH_TIME = Instant.parse("2026-11-21T20:00:00Z");
    static final String CLIENT = "alice";
    static final Realm REALM = new Realm("A.EXAMPLE");

    private final List<Integer> types = new ArrayList<>();
    private final List<byte[]> buffers = new ArrayList<>();

    /** With client info that fits {@link #ticket}. */
    static PacWriter pac() {
        return pac(AUTH_TIME, CLIENT);
    }

    /** With that client info. */
    public static PacWriter pac(Instant authTime, String client) {
        return new PacWriter().add(PacBuffers.CLIENT_INFO, clientInfo(authTime, client));
    }

    PacWriter add(int type, byte[] buffer) {
        types.add(type);
        buffers.add(buffer);
        return this;
    }

    /** Signs for the holder of {@code key}, and with the same key in place of the KDC's. */
    public byte[] sign(EncryptionKey key) {
        return sign(key, key.enctype().checksumType());
    }

    byte[] sign(EncryptionKey key, int type) {
        add(PacBuffers.SERVER_CHECKSUM, signature(type, key.enctype().macBytes()));
        add(PacBuffers.KDC_CHECKSUM, signature(type, key.enctype().macBytes()));
        byte[] pac = assemble();
        byte[] checksum = type == KerberosCrypto.HMAC_MD5
                ? KerberosCrypto.hmacMd5(key, KeyUsage.KERB_NON_KERB_CKSUM, pac)
                : KerberosCrypto.checksum(key, KeyUsage.KERB_NON_KERB_CKSUM, pac);
        int kdc = offset(types.size() - 1);
        int server = offset(types.size() - 2);
        System.arraycopy(checksum, 0, pac, server + 4, checksum.length);
        Arrays.fill(pac, kdc + 4, kdc + 4 + checksum.length, (byte) 0x5a); // we never hold the KDC's key
        return pac;
    }

    byte[] assemble() {
        ByteBuffer out = little(offset(types.size()));
        out.putInt(types.size()).putInt(0);
        for (int i = 0; i < types.size(); i++) {
            out.putInt(types.get(i)).putInt(buffers.get(i).length).putLong(offset(i));
        }
        for (int i = 0; i < types.size(); i++) {
            out.position(offset(i)).put(buffers.get(i));
        }
        return out.array();
    }

    private int offset(int index) {
        int at = 8 + 16 * types.size();
        for (int i = 0; i < index; i++) {
            at += (buffers.get(i).length + 7) / 8 * 8;
        }
        return at;
    }

    /** The ticket the PAC goes into. */
    static EncTicketPart ticket(EncryptionKey session, byte[]... pacs) {
        return new EncTicketPart(
                0,
                session,
                REALM,
                PrincipalName.principal(CLIENT),
                AUTH_TIME,
                null,
                AUTH_TIME.plusSeconds(3600),
                null,
                Arrays.stream(pacs)
                        .map(pac -> new AuthorizationData(
                                AuthorizationData.IF_RELEVANT,
                                AuthorizationData.encodeList(
                                        List.of(new AuthorizationData(AuthorizationData.WIN2K_PAC, Octets.of(pac))))))
                        .toList());
    }

    static byte[] clientInfo(Instant authTime, String name) {
        byte[] text = utf16(name);
        return little(10 + text.length)
                .putLong((authTime.getEpochSecond() + 11_644_473_600L) * 10_000_000)
                .putShort((short) text.length)
                .put(text)
                .array();
    }

    static byte[] sid(String text) {
        String[] parts = text.split("-");
        ByteBuffer out = little(8 + 4 * (parts.length - 3));
        out.put((byte) 1).put((byte) (parts.length - 3));
        long authority = Long.parseLong(parts[2]);
        for (int shift = 40; shift >= 0; shift -= 8) {
            out.put((byte) (authority >>> shift));
        }
        for (int i = 3; i < parts.length; i++) {
            out.putInt(Integer.parseUnsignedInt(parts[i]));
        }
        return out.array();
    }

    static byte[] attributes(int flags) {
        return little(8).putInt(2).putInt(flags).array();
    }

    /** UPN_DNS_INFO of a recent controller. */
    static byte[] upnDnsInfo(String upn, String domain, String accountName, String sid) {
        List<byte[]> parts = List.of(utf16(upn), utf16(domain), utf16(accountName), sid(sid));
        ByteBuffer out = little(20 + parts.stream().mapToInt(p -> p.length).sum());
        int offset = 20;
        for (int i = 0; i < parts.size(); i++) {
            if (i == 2) {
                out.putInt(2);
            }
            out.putShort((short) parts.get(i).length).putShort((short) offset);
            offset += parts.get(i).length;
        }
        parts.forEach(out::put);
        return out.array();
    }

    static byte[] delegationInfo(String target, String... transited) {
        Ndr ndr = new Ndr();
        ndr.string(target);
        ndr.number(transited.length).pointer();
        ndr.text(target).number(transited.length);
        for (String service : transited) {
            ndr.string(service);
        }
        for (String service : transited) {
            ndr.text(service);
        }
        return ndr.serialize();
    }

    private static byte[] signature(int type, int length) {
        int bytes = type == KerberosCrypto.HMAC_MD5 ? 16 : length;
        return little(4 + bytes).putInt(type).array();
    }

    private static byte[] utf16(String text) {
        return text.getBytes(StandardCharsets.UTF_16LE);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** KERB_VALIDATION_INFO. */
    static final class Logon {
        String accountName = CLIENT;
        int userId = 1105;
        int[] groupIds = {};
        int userFlags;
        String domain = "S-1-5-21-1-2-3";
        int accountControl = 0x10;
        String[] extraSids = {};
        String resourceDomain = "";
        int[] resourceIds = {};

        byte[] write() {
            Ndr ndr = new Ndr();
            ndr.zeros(48).string(accountName);
            for (int i = 0; i < 5; i++) {
                ndr.string("");
            }
            ndr.zeros(4).number(userId).number(513).number(groupIds.length).pointer();
            ndr.number(userFlags).zeros(16).string("DC1").string("A").pointer().zeros(8);
            ndr.number(accountControl).zeros(28).number(extraSids.length).pointer();
            ndr.pointer(!resourceDomain.isEmpty()).number(resourceIds.length).pointer(!resourceDomain.isEmpty());
            ndr.text(accountName);
            for (int i = 0; i < 5; i++) {
                ndr.text("");
            }
            ndr.rids(groupIds).text("DC1").text("A").sid(domain).number(extraSids.length);
            for (int i = 0; i < extraSids.length; i++) {
                ndr.pointer().number(7);
            }
            for (String sid : extraSids) {
                ndr.sid(sid);
            }
            if (!resourceDomain.isEmpty()) {
                ndr.sid(resourceDomain).rids(resourceIds);
            }
            return ndr.serialize();
        }
    }

    /** Type serialization version 1. */
    private static final class Ndr {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int referent = 0x20000;

        Ndr() {
            pointer();
        }

        Ndr number(int value) {
            while (body.size() % 4 != 0) {
                body.write(0);
            }
            body.writeBytes(little(4).putInt(value).array());
            return this;
        }

        Ndr zeros(int count) {
            body.writeBytes(new byte[count]);
            return this;
        }

        Ndr pointer() {
            return pointer(true);
        }

        Ndr pointer(boolean present) {
            referent += 4;
            return number(present ? referent : 0);
        }

        Ndr string(String text) {
            return number(utf16(text).length * 0x10001).pointer();
        }

        Ndr text(String text) {
            number(text.length()).number(0).number(text.length());
            body.writeBytes(utf16(text));
            return this;
        }

        Ndr sid(String text) {
            byte[] sid = PacWriter.sid(text);
            number((sid.length - 8) / 4);
            body.writeBytes(sid);
            return this;
        }

        Ndr rids(int... rids) {
            number(rids.length);
            for (int rid : rids) {
                number(rid).number(7);
            }
            return this;
        }

        byte[] serialize() {
            while (body.size() % 8 != 0) {
                body.write(0);
            }
            return little(16 + body.size())
                    .put((byte) 1)
                    .put((byte) 0x10)
                    .putShort((short) 8)
                    .putInt(0xcccccccc)
                    .putInt(body.size())
                    .putInt(0)
                    .put(body.toByteArray())
                    .array();
        }
    }
}
