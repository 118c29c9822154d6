package kcd.kerberos.exchange;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import kcd.kerberos.failure.KerberosException;
import kcd.kerberos.name.Principal;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.kerberos.name.ServicePrincipalName;
import kcd.kerberos.ticket.EvidenceTicket;

/**
 * Run by hand when fixtures are to be made anew, never by a test: speaks with the real test bed's KDCs and writes every
 * request and answer into the directory given. What they hold is told in ORIGIN.md beside the fixtures.
 */
final class CaptureFixtures implements Kdc {
    private static final Realm ROOT = new Realm("WORLDWIDE.TEST");
    private static final Realm AMER = new Realm("AMER.WORLDWIDE.TEST");
    private static final Map<String, String> CONTROLLERS = Map.of(
            "WORLDWIDE.TEST", "127.0.91.1", "AMER.WORLDWIDE.TEST", "127.0.92.1", "EMEA.WORLDWIDE.TEST", "127.0.93.1");

    private final Path directory;
    private String scene = "";
    private int number;

    private CaptureFixtures(Path directory) {
        this.directory = directory;
    }

    static void main(String[] args) throws Exception {
        CaptureFixtures kdc = new CaptureFixtures(Path.of(args[0]));
        Principal us = Principal.parse("SVC_awseg@WORLDWIDE.TEST");
        ServiceAccount account = new ServiceAccount(us, new PasswordKeys(us, "Svc-Passw0rd!".toCharArray()));
        S4uClient client = new S4uClient(account, kdc, new RealmClock(Clock.systemUTC()), new SecureRandom());
        CachedTgts tgts = new CachedTgts(client, ROOT);

        kdc.play("authenticate", () -> tgts.tgt(ROOT));
        kdc.play("cross-realm", () -> tgts.tgt(AMER));
        kdc.play("locate-home", () -> client.locate("alice.liddell@corp.example"));
        kdc.play("locate-foreign", () -> client.locate("carol.c@corp.example"));
        kdc.play("locate-unknown", () -> client.locate("nobody@corp.example"));
        EvidenceTicket alice =
                kdc.play("self-home", () -> client.impersonate(tgts, Principal.parse("alice@WORLDWIDE.TEST")));
        Principal byUpn = new Principal(PrincipalName.enterprise("alice.liddell@corp.example"), ROOT);
        kdc.play("self-by-upn", () -> client.impersonate(tgts, byUpn));
        EvidenceTicket carol =
                kdc.play("self-foreign", () -> client.impersonate(tgts, Principal.parse("carol@AMER.WORLDWIDE.TEST")));
        kdc.play("self-unknown", () -> client.impersonate(tgts, Principal.parse("nobody@WORLDWIDE.TEST")));
        kdc.play("self-revoked", () -> client.impersonate(tgts, Principal.parse("disabled@WORLDWIDE.TEST")));
        kdc.play(
                "proxy-home",
                () -> client.delegate(tgts, alice, ServicePrincipalName.parse("HTTP/exch.worldwide.test")));
        kdc.play(
                "proxy-foreign",
                () -> client.delegate(tgts, carol, ServicePrincipalName.parse("HTTP/exch.amer.worldwide.test")));
        kdc.play(
                "proxy-refused",
                () -> client.delegate(tgts, alice, ServicePrincipalName.parse("HTTP/other.worldwide.test")));
        kdc.play(
                "proxy-unknown",
                () -> client.delegate(tgts, alice, ServicePrincipalName.parse("HTTP/nowhere.worldwide.test")));
    }

    @Override
    public byte[] exchange(Realm realm, byte[] request) {
        try (Socket socket = new Socket(InetAddress.getByName(CONTROLLERS.get(realm.value())), 88)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(request.length);
            out.write(request);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] answer = new byte[in.readInt()];
            in.readFully(answer);
            String name = scene + "-" + ++number;
            Files.write(directory.resolve(name + ".req.der"), request);
            Files.write(directory.resolve(name + ".rep.der"), answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T play(String name, Scene<T> body) throws Exception {
        scene = name;
        number = 0;
        try {
            T result = body.run();
            System.out.println(name + ": " + result);
            return result;
        } catch (KerberosException e) {
            System.out.println(name + ": " + e.failure().getClass().getSimpleName() + " " + e.getMessage());
            return null;
        }
    }

    private interface Scene<T> {
        T run() throws KerberosException;
    }
}
