package kcd.broker.ticket;

import kcd.broker.user.User;
import kcd.kerberos.name.ServicePrincipalName;

/** All that decides which service ticket is the right one. */
public record ServiceTicketKey(User user, ServicePrincipalName target) {}
