package kcd.lab.kdc;

import kcd.kerberos.crypto.EncryptionKey;
import kcd.kerberos.name.PrincipalName;
import kcd.kerberos.name.Realm;
import kcd.lab.forest.LabDomain;

/// The name a ticket for a destination carries, and the key it is encrypted with.
record ServiceKeys(LabDomain domain, KdcKeys keys) {

    PrincipalName name(Destination destination) {
        return switch (destination) {
            case Destination.Here here -> here.asked();
            case Destination.OwnTgs() -> PrincipalName.tgs(new Realm(domain.realm()));
            case Destination.Referral(String next) -> PrincipalName.tgs(new Realm(next));
        };
    }

    EncryptionKey key(Destination destination) {
        return switch (destination) {
            case Destination.Here here -> keys.of(domain, here.account());
            case Destination.OwnTgs() -> keys.ticketGranting(domain.realm());
            case Destination.Referral(String next) -> keys.trust(domain.realm(), next);
        };
    }
}
