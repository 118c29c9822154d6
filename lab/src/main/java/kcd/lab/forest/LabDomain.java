package kcd.lab.forest;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// One domain: a realm and its accounts, which tests may change while everything runs.
public final class LabDomain {

    private final String realm;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    public LabDomain(String realm, Account... accounts) {
        this.realm = realm;
        Arrays.stream(accounts).forEach(this::put);
    }

    public String realm() {
        return realm;
    }

    /// `DC=amer,DC=worldwide,DC=lab`
    public String baseDn() {
        return Arrays.stream(dnsName().split("\\.", -1)).map("DC="::concat).collect(Collectors.joining(","));
    }

    public String dnsName() {
        return realm.toLowerCase(Locale.ROOT);
    }

    public Collection<Account> accounts() {
        return List.copyOf(accounts.values());
    }

    /// Adds an account or replaces the one of that name.
    public void put(Account account) {
        accounts.put(folded(account.name()), account);
    }

    public Account account(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(realm + " has no account " + name));
    }

    /// By sAMAccountName; case does not matter in Active Directory.
    public Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(folded(name)));
    }

    public Optional<Account> findByUserPrincipalName(String upn) {
        return accounts.values().stream()
                .filter(account -> account.userPrincipalName()
                        .filter(upn::equalsIgnoreCase)
                        .isPresent())
                .findFirst();
    }

    public Optional<Account> findBySpn(String spn) {
        return accounts.values().stream()
                .filter(account -> account.servicePrincipalNames().stream().anyMatch(spn::equalsIgnoreCase))
                .findFirst();
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "domain " + realm;
    }
}
