package kcd.lab.forest;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An account of a domain: user, service or both.
///
/// @param name the sAMAccountName
/// @param userPrincipalName an alternative logon name, its suffix need not be a domain
/// @param servicePrincipalNames SPNs without realm, `HTTP/host`
/// @param allowedToDelegateTo SPNs: `msDS-AllowedToDelegateTo`, the classic list
/// @param allowedToActFor principals `name@REALM`: `msDS-AllowedToActOnBehalfOfOtherIdentity`, the resource-based list
/// @param certificates what `userCertificate` holds
public record Account(
        String name,
        String password,
        Optional<String> userPrincipalName,
        Set<String> servicePrincipalNames,
        Set<AccountFlag> flags,
        Set<String> allowedToDelegateTo,
        Set<String> allowedToActFor,
        List<X509Certificate> certificates) {

    private static final int NORMAL_ACCOUNT = 0x200;

    public Account {
        servicePrincipalNames = Set.copyOf(servicePrincipalNames);
        flags = Set.copyOf(flags);
        allowedToDelegateTo = Set.copyOf(allowedToDelegateTo);
        allowedToActFor = Set.copyOf(allowedToActFor);
        certificates = List.copyOf(certificates);
    }

    public static Account of(String name, String password) {
        return new Account(name, password, Optional.empty(), Set.of(), Set.of(), Set.of(), Set.of(), List.of());
    }

    public Account withUserPrincipalName(String upn) {
        return new Account(
                name,
                password,
                Optional.of(upn),
                servicePrincipalNames,
                flags,
                allowedToDelegateTo,
                allowedToActFor,
                certificates);
    }

    public Account withServicePrincipalNames(String... spns) {
        return new Account(
                name,
                password,
                userPrincipalName,
                Set.of(spns),
                flags,
                allowedToDelegateTo,
                allowedToActFor,
                certificates);
    }

    public Account with(AccountFlag... more) {
        Set<AccountFlag> all =
                Stream.concat(flags.stream(), Arrays.stream(more)).collect(Collectors.toUnmodifiableSet());
        return new Account(
                name,
                password,
                userPrincipalName,
                servicePrincipalNames,
                all,
                allowedToDelegateTo,
                allowedToActFor,
                certificates);
    }

    public Account withDelegationTo(String... spns) {
        return new Account(
                name,
                password,
                userPrincipalName,
                servicePrincipalNames,
                flags,
                Set.of(spns),
                allowedToActFor,
                certificates);
    }

    public Account withDelegationFrom(String... principals) {
        return new Account(
                name,
                password,
                userPrincipalName,
                servicePrincipalNames,
                flags,
                allowedToDelegateTo,
                Set.of(principals),
                certificates);
    }

    public Account withCertificate(X509Certificate certificate) {
        List<X509Certificate> all = new ArrayList<>(certificates);
        all.add(certificate);
        return new Account(
                name,
                password,
                userPrincipalName,
                servicePrincipalNames,
                flags,
                allowedToDelegateTo,
                allowedToActFor,
                all);
    }

    public boolean is(AccountFlag flag) {
        return flags.contains(flag);
    }

    public boolean mayBeDelegated() {
        return !is(AccountFlag.NOT_DELEGATED) && !is(AccountFlag.PROTECTED_USER);
    }

    public int userAccountControl() {
        return flags.stream().mapToInt(AccountFlag::bit).reduce(NORMAL_ACCOUNT, (bits, bit) -> bits | bit);
    }

    @Override
    public String toString() {
        return "account " + name;
    }
}
