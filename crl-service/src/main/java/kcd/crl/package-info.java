/**
 * crl-service: revocation lists, fetched once and pushed to everyone who checks certificates.
 *
 * <pre>
 * distribution point --HttpCrlFetcher--> file --CrlIntake--> CrlBoard --FeedGrpcService--> edges, brokers
 *   RefreshLoop asks       size, time,          judge, keep    the snapshot     each at its own pace
 *   when RefreshPlan says  redirects bounded    a copy         and its past
 * </pre>
 */
@NullMarked
package kcd.crl;

import org.jspecify.annotations.NullMarked;
