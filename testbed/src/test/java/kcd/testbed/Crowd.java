package kcd.testbed;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.controls.SubtreeDeleteRequestControl;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.StringJoiner;
import kcd.kerberos.name.Realm;
import kcd.lab.pki.LabTls;
import kcd.pki.workshop.CertificateWorkshop;
import kcd.pki.workshop.Credential;

/** Users of one of the bed's directories, with certificates, made for tests by its administrator over LDAPS. */
final class Crowd implements AutoCloseable {
    static final int SIZE = 5_000;

    private static final int LDAPS = 636;
    private static final String COMPLETE = "complete";
    /** An enabled account that may have no password: the KDCs of the bed leave those alone, see directory.py. */
    private static final int ENABLED = 0x220;

    private static final int DISABLED = 0x222;

    private final LDAPConnection connection;
    private final String base;

    private Crowd(LDAPConnection connection, String base) {
        this.connection = connection;
        this.base = base;
    }

    /** With an empty place for users of this run. */
    static Crowd in(Bed bed, Realm realm) throws Exception {
        LDAPConnection connection = new LDAPConnection(
                LabTls.client(Optional.empty(), certificate(bed)).getSocketFactory(), bed.address(realm), LDAPS);
        connection.bind(bed.realm(realm, "administrator"), bed.get("administrator.password"));
        Crowd crowd = new Crowd(connection, bed.realm(realm, "base-dn"));
        crowd.remove("OU=Mapping");
        crowd.unit("OU=Mapping");
        return crowd;
    }

    private static X509Certificate certificate(Bed bed) throws Exception {
        try (InputStream in = Files.newInputStream(bed.ca())) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** {@link #SIZE} users whose certificates differ in a few octets only; kept for the next run. */
    void gather() throws Exception {
        Entry unit = connection.getEntry("OU=Crowd," + base, "description");
        if (unit != null && COMPLETE.equals(unit.getAttributeValue("description"))) {
            return;
        }
        if (unit == null) {
            unit("OU=Crowd");
        }
        byte[] look = CertificateWorkshop.now()
                .root("Crowd CA")
                .leaf("A device")
                .issue()
                .certificate()
                .getEncoded();
        for (int i = 0; i < SIZE; i++) {
            ByteBuffer.wrap(look).putInt(look.length - Integer.BYTES, i);
            addUnlessThere("CN=crowd-" + i + ",OU=Crowd", "crowd-" + i, look);
        }
        connection.modify("OU=Crowd," + base, new Modification(ModificationType.REPLACE, "description", COMPLETE));
    }

    /** In place of the one of that name. */
    void user(String name, Credential device) throws Exception {
        remove(mapping(name));
        add(mapping(name), name, ENABLED, device.certificate().getEncoded());
    }

    void disabledUser(String name, Credential device) throws Exception {
        add(mapping(name), name, DISABLED, device.certificate().getEncoded());
    }

    void modify(String name, Modification modification) throws LDAPException {
        connection.modify(mapping(name) + "," + base, modification);
    }

    /** Publishes a certificate to an account of the bed's own, besides those it has. */
    void publish(String dn, Credential device) throws Exception {
        change(ModificationType.ADD, dn, device);
    }

    void withdraw(String dn, Credential device) throws Exception {
        change(ModificationType.DELETE, dn, device);
    }

    private void change(ModificationType how, String dn, Credential device) throws Exception {
        connection.modify(
                dn,
                new Modification(how, "userCertificate", device.certificate().getEncoded()));
    }

    /** As text. MS-DTYP section 2.4.2.1. */
    String sid(String name) throws LDAPException {
        ByteBuffer sid = ByteBuffer.wrap(
                connection.getEntry(mapping(name) + "," + base, "objectSid").getAttributeValueBytes("objectSid"));
        StringJoiner text = new StringJoiner("-").add("S-1").add(Byte.toString(sid.get(7)));
        sid.order(ByteOrder.LITTLE_ENDIAN).position(8);
        while (sid.hasRemaining()) {
            text.add(Integer.toUnsignedString(sid.getInt()));
        }
        return text.toString();
    }

    private static String mapping(String name) {
        return "CN=" + name + ",OU=Mapping";
    }

    private void add(String place, String name, int control, byte[] certificate) throws LDAPException {
        connection.add(
                place + "," + base,
                new Attribute("objectClass", "user"),
                new Attribute("sAMAccountName", name),
                new Attribute("userAccountControl", Integer.toString(control)),
                new Attribute("userCertificate", certificate));
    }

    /** A run that was cut short left some. */
    private void addUnlessThere(String place, String name, byte[] certificate) throws LDAPException {
        try {
            add(place, name, ENABLED, certificate);
        } catch (LDAPException refused) {
            if (!refused.getResultCode().equals(ResultCode.ENTRY_ALREADY_EXISTS)) {
                throw refused;
            }
        }
    }

    private void unit(String name) throws LDAPException {
        connection.add(name + "," + base, new Attribute("objectClass", "organizationalUnit"));
    }

    private void remove(String name) throws LDAPException {
        String dn = name + "," + base;
        if (connection.getEntry(dn, "1.1") != null) {
            connection.delete(new DeleteRequest(dn, new Control[] {new SubtreeDeleteRequestControl()}));
        }
    }

    @Override
    public void close() throws LDAPException {
        remove("OU=Mapping");
        connection.close();
    }
}
