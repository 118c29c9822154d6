package kcd.broker.explain;

import java.util.Optional;
import kcd.broker.mint.ClaimedUser;
import kcd.kerberos.name.ServicePrincipalName;

/**
 * What to explain.
 *
 * @param target empty: stop at the evidence
 */
public record Question(ClaimedUser user, Optional<ServicePrincipalName> target) {}
