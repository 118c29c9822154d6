package kcd.broker.kdc;

import java.util.List;
import java.util.Optional;
import kcd.broker.dns.SrvLookup;
import kcd.kerberos.name.Realm;

/**
 * All that concerns the controllers of one realm.
 *
 * @param dns what keeps the pool's list, if it is not the administrator's
 */
record RealmControllers(ControllerPool pool, RequestBudget budget, Optional<DnsControllers> dns) {
    static RealmControllers of(Realm realm, ControllerSource source, RequestRate rate, SrvLookup dns) {
        var budget = new RequestBudget(rate, System::nanoTime);
        return switch (source) {
            case ControllerSource.Listed(var addresses) ->
                new RealmControllers(
                        new ControllerPool(Candidate.listed(addresses), System::nanoTime), budget, Optional.empty());
            case ControllerSource.InDns() -> {
                var pool = new ControllerPool(List.of(), System::nanoTime);
                yield new RealmControllers(
                        pool, budget, Optional.of(new DnsControllers(realm, pool, dns, System::nanoTime)));
            }
        };
    }
}
