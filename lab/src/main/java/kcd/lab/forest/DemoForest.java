package kcd.lab.forest;

import static kcd.lab.forest.AccountFlag.DISABLED;
import static kcd.lab.forest.AccountFlag.EXPIRED;
import static kcd.lab.forest.AccountFlag.NOT_DELEGATED;
import static kcd.lab.forest.AccountFlag.PROTECTED_USER;
import static kcd.lab.forest.AccountFlag.TRUSTED_TO_AUTH_FOR_DELEGATION;

import java.util.List;

/// The company of the demo and the fast tests: a root domain with the gateway's account and the Exchange server,
/// and two child domains. The accounts are those of the real test bed.
public final class DemoForest {

    public static final String ROOT = "WORLDWIDE.LAB";
    public static final String AMER = "AMER.WORLDWIDE.LAB";
    public static final String EMEA = "EMEA.WORLDWIDE.LAB";
    public static final String GATEWAY = "SVC_awseg";
    public static final String GATEWAY_PASSWORD = "Svc-Passw0rd!";
    public static final String EXCHANGE_SPN = "HTTP/exch.worldwide.lab";
    public static final String AMER_EXCHANGE_SPN = "HTTP/exch.amer.worldwide.lab";

    private static final String EXCHANGE_PASSWORD = "Exch-Passw0rd!";
    private static final String USER_PASSWORD = "User-Passw0rd!";

    private DemoForest() {}

    public static LabForest create() {
        return new LabForest(List.of(root(), amer(), emea()));
    }

    private static LabDomain root() {
        return new LabDomain(
                ROOT,
                Account.of(GATEWAY, GATEWAY_PASSWORD)
                        .withServicePrincipalNames("HTTP/SVC_awseg")
                        .with(TRUSTED_TO_AUTH_FOR_DELEGATION)
                        .withDelegationTo(EXCHANGE_SPN),
                Account.of("svc_plain", GATEWAY_PASSWORD)
                        .withServicePrincipalNames("HTTP/svc_plain")
                        .withDelegationTo(EXCHANGE_SPN),
                Account.of("exchsvc", EXCHANGE_PASSWORD)
                        .withServicePrincipalNames(EXCHANGE_SPN, "HTTP/other.worldwide.lab"),
                user("alice").withUserPrincipalName("alice.liddell@corp.example"),
                user("bob"),
                user("disabled").with(DISABLED),
                user("expired").with(EXPIRED),
                user("sensitive").with(NOT_DELEGATED),
                user("protected").with(PROTECTED_USER));
    }

    private static LabDomain amer() {
        return new LabDomain(
                AMER,
                Account.of("svc_amer", GATEWAY_PASSWORD)
                        .withServicePrincipalNames("HTTP/svc_amer")
                        .with(TRUSTED_TO_AUTH_FOR_DELEGATION)
                        .withDelegationTo(AMER_EXCHANGE_SPN),
                Account.of("exchsvc", EXCHANGE_PASSWORD)
                        .withServicePrincipalNames(AMER_EXCHANGE_SPN)
                        .withDelegationFrom(GATEWAY + "@" + ROOT),
                user("carol").withUserPrincipalName("carol.c@corp.example"),
                user("amersens").with(NOT_DELEGATED));
    }

    private static LabDomain emea() {
        return new LabDomain(
                EMEA,
                Account.of("exchsvc", EXCHANGE_PASSWORD)
                        .withServicePrincipalNames("HTTP/exch.emea.worldwide.lab")
                        .withDelegationFrom(GATEWAY + "@" + ROOT),
                Account.of("closed", EXCHANGE_PASSWORD).withServicePrincipalNames("HTTP/closed.emea.worldwide.lab"),
                user("erik"));
    }

    private static Account user(String name) {
        return Account.of(name, USER_PASSWORD);
    }
}
