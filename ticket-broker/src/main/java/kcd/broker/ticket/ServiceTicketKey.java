package kcd.broker.ticket;

import kcd.kerberos.name.ServicePrincipalName;
import kcd.pki.name.UserPrincipalName;

/** All that decides which service ticket is the right one. */
public record ServiceTicketKey(UserPrincipalName user, ServicePrincipalName target) {}
