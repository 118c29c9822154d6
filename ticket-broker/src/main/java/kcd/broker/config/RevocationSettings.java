package kcd.broker.config;

import kcd.pki.revocation.WhenStale;

/**
 * Where revocation lists come from, and what an old one is worth.
 *
 * @param host of the crl-service
 */
public record RevocationSettings(String host, int port, WhenStale whenStale) {}
