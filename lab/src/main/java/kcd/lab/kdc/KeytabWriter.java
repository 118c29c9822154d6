package kcd.lab.kdc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.crypto.Enctype;
import kcd.kerberos.name.NameType;
import kcd.lab.forest.Account;
import kcd.lab.forest.LabDomain;

/// Writes what `ktpass` would: an account's keys under its own name and under each of its SPNs. MIT "The keytab file
/// format".
final class KeytabWriter {

    private static final int FORMAT = 0x0502;

    private final ByteArrayOutputStream file = new ByteArrayOutputStream();

    KeytabWriter() {
        file.write(FORMAT >> 8);
        file.write(FORMAT & 0xff);
    }

    KeytabWriter add(LabDomain domain, Account account, KdcKeys keys) {
        for (Enctype enctype : new Enctype[] {Enctype.AES256_SHA1, Enctype.AES128_SHA1}) {
            EncryptionKey key = keys.of(domain, account, enctype);
            add(domain.realm(), NameType.PRINCIPAL, new String[] {account.name()}, key);
            account.servicePrincipalNames()
                    .forEach(spn -> add(domain.realm(), NameType.SRV_INST, spn.split("/", -1), key));
        }
        return this;
    }

    byte[] bytes() {
        return file.toByteArray();
    }

    private void add(String realm, int nameType, String[] components, EncryptionKey key) {
        try {
            ByteArrayOutputStream entry = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(entry);
            out.writeShort(components.length);
            counted(out, realm.getBytes(StandardCharsets.UTF_8));
            for (String component : components) {
                counted(out, component.getBytes(StandardCharsets.UTF_8));
            }
            out.writeInt(nameType);
            out.writeInt((int) Instant.now().getEpochSecond());
            out.writeByte(KdcKeys.KVNO);
            out.writeShort(key.enctype().number());
            counted(out, key.toArray());
            out.writeInt(KdcKeys.KVNO);
            DataOutputStream whole = new DataOutputStream(file);
            whole.writeInt(entry.size());
            whole.write(entry.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void counted(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }
}
