package kcd.lab.demo;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kcd.lab.forest.DemoForest;
import kcd.lab.pki.LabPki;
import kcd.lab.twin.Lab;
import kcd.pki.workshop.Credential;

/// The five certificates of the demo, and the requests they make.
public final class DemoRun {

    private static final Duration POLL = Duration.ofSeconds(1);
    private static final int OK = 200;

    private final Lab lab;
    private final Credential alice;
    private final List<DemoCase> cases;
    private final List<DemoResult> results = new ArrayList<>();

    /// Issues the certificates; the revoked one is on the list when this returns.
    public DemoRun(Lab lab) {
        this.lab = lab;
        LabPki pki = lab.pki();
        this.alice = pki.devices().user("alice@worldwide.lab");
        Credential bob = pki.devices().user("bob@worldwide.lab");
        lab.revoke(bob.certificate());
        this.cases = List.of(
                new DemoCase(
                        "alice, home domain",
                        alice,
                        Optional.of("alice@" + DemoForest.ROOT),
                        "S4U2Self and S4U2Proxy in " + DemoForest.ROOT),
                new DemoCase(
                        "carol, domain AMER",
                        pki.devices().user("carol@amer.worldwide.lab"),
                        Optional.of("carol@" + DemoForest.AMER),
                        "S4U2Self over the trust with " + DemoForest.AMER),
                new DemoCase("bob, certificate revoked", bob, Optional.empty(), "on the device CA's revocation list"),
                new DemoCase(
                        "nobody, no such user",
                        pki.devices().user("nobody@worldwide.lab"),
                        Optional.empty(),
                        "no domain controller knows the user"),
                new DemoCase(
                        "alice, foreign CA",
                        pki.foreign().user("alice@worldwide.lab"),
                        Optional.empty(),
                        "not issued by a trusted device CA"));
    }

    /// A certificate that works, for trying by hand.
    public Credential alice() {
        return alice;
    }

    public void run(int edgePort) throws InterruptedException {
        run(URI.create("https://localhost:" + edgePort));
    }

    /// Waits until somebody who must be served is.
    public boolean awaitService(URI gateway, Duration timeout) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        while (Instant.now().isBefore(deadline)) {
            try (Device device = new Device("waiting", alice, lab.pki().servers(), gateway)) {
                if (device.startSession() instanceof DeviceAnswer.Response response && response.status() == OK) {
                    return true;
                }
            }
            Thread.sleep(POLL);
        }
        return false;
    }

    /// @param gateway scheme, host and port of the edge
    public void run(URI gateway) throws InterruptedException {
        for (DemoCase asked : cases) {
            try (Device device =
                    new Device(asked.who(), asked.credential(), lab.pki().servers(), gateway)) {
                DeviceAnswer answer = device.startSession();
                results.add(new DemoResult(
                        asked,
                        answer,
                        lab.exchange().journal().requests().stream()
                                .filter(request -> request.head()
                                        .headers()
                                        .all(Device.DEVICE)
                                        .contains(asked.who()))
                                .toList()));
            }
        }
    }

    /// Every case as it must be, and nobody in somebody else's mailbox.
    public boolean isAsExpected() {
        return results.size() == cases.size()
                && results.stream().allMatch(DemoResult::isAsExpected)
                && lab.exchange().journal().mixUps().findings().isEmpty();
    }

    /// The results for people.
    public String table() {
        Table table = new Table("", "certificate", "the device got", "Exchange saw", "why");
        results.forEach(result -> table.add(
                result.isAsExpected() ? "ok" : "WRONG",
                result.asked().who(),
                result.answer().shown(),
                result.upstreamSaw(),
                result.asked().why()));
        lab.exchange().journal().mixUps().findings().forEach(finding -> table.add("WRONG", "", "", finding, "mix-up"));
        return table.toString();
    }
}
