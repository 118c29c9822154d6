package kcd.crl.publish;

import static kcd.crl.Await.await;
import static kcd.pki.crl.CrlWorkshop.NOW;
import static kcd.revocation.v1.SubscribeResponse.MessageCase.CHANGE;
import static kcd.revocation.v1.SubscribeResponse.MessageCase.HEARTBEAT;
import static kcd.revocation.v1.SubscribeResponse.MessageCase.SNAPSHOT_BEGIN;
import static kcd.revocation.v1.SubscribeResponse.MessageCase.SNAPSHOT_CHUNK;
import static kcd.revocation.v1.SubscribeResponse.MessageCase.SNAPSHOT_END;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Context;
import io.grpc.Status;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import kcd.crl.publish.Subscriber.FeedTiming;
import kcd.pki.crl.CrlNumber;
import kcd.pki.crl.CrlSnapshot;
import kcd.pki.crl.CrlWorkshop;
import kcd.pki.crl.IssuerId;
import kcd.pki.crl.ListSource;
import kcd.pki.crl.ListState;
import kcd.pki.crl.RevocationList;
import kcd.pki.crl.SerialNumber;
import kcd.pki.crl.SerialSet;
import kcd.pki.crl.SerialSetBuilder;
import kcd.revocation.RevocationSubscription;
import kcd.revocation.v1.SubscribeRequest;
import kcd.revocation.v1.SubscribeResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Service and subscriber together: what the one publishes, the other has. */
class FeedTest {

    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final FeedTiming PATIENT = new FeedTiming(Duration.ofHours(1), Duration.ofHours(1));
    private static final SerialSet LARGE = randomSerials(100_000);

    private final IssuerId users = CrlWorkshop.named("Users CA").id();
    private final IssuerId partners = CrlWorkshop.named("Partners CA").id();
    private final CrlBoard board = new CrlBoard(CLOCK);
    private final List<RevocationSubscription> subscriptions = new ArrayList<>();
    private FeedGrpcService service = new FeedGrpcService(board, PATIENT);
    private LoopbackFeed feed = new LoopbackFeed(service);

    @AfterEach
    void leave() {
        subscriptions.forEach(RevocationSubscription::close);
        service.goAway();
    }

    @Test
    void brings_a_new_subscriber_the_whole_snapshot_in_bounded_chunks() {
        // Given
        board.publish(List.of(list(users, 1, LARGE), list(partners, 7, serials(1, 2, 3))));

        // When
        RevocationSubscription subscription = subscribe();

        // Then
        awaitCurrent(subscription);
        assertThat(feed.kinds())
                .startsWith(SNAPSHOT_BEGIN, SNAPSHOT_CHUNK, SNAPSHOT_CHUNK)
                .endsWith(SNAPSHOT_END);
        assertThat(feed.sent())
                .allMatch(message -> message.getSnapshotChunk().getSerials().size() <= SnapshotMessages.CHUNK_BYTES);
        CrlSnapshot received = subscription.current().orElseThrow();
        assertThat(received.digest()).isEqualTo(board.current().orElseThrow().digest());
        assertThat(received.lists())
                .containsExactlyElementsOf(board.current().orElseThrow().lists());
    }

    @Test
    void carries_lists_that_are_empty_or_have_no_number() {
        // Given
        ListState noNumber = new ListState(partners, null, NOW, NOW.plusSeconds(60), 0);
        board.publish(List.of(list(users, 0, SerialSet.EMPTY), new RevocationList(noNumber, SerialSet.EMPTY)));

        // When
        RevocationSubscription subscription = subscribe();

        // Then
        awaitCurrent(subscription);
        assertThat(subscription.current().orElseThrow().lists())
                .containsExactlyElementsOf(board.current().orElseThrow().lists());
    }

    @Test
    void carries_who_signed_a_list_and_which_certificates_it_is_about() {
        // Given
        ListSource source = new ListSource(users.keyId(), true, Set.of("ldap:///CN=1", "http://crl.example/1.crl"));
        ListState partition = new ListState(users, CrlNumber.of(1), NOW, NOW.plusSeconds(60), 0, source);
        board.publish(List.of(new RevocationList(partition, SerialSet.EMPTY)));

        // When
        RevocationSubscription subscription = subscribe();

        // Then
        awaitCurrent(subscription);
        assertThat(subscription
                        .current()
                        .orElseThrow()
                        .list(users)
                        .orElseThrow()
                        .state())
                .isEqualTo(partition);
    }

    @Test
    void leaves_places_for_others_when_one_certificate_subscribes_without_end() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));
        Context captured = as("CN=edge");
        for (int i = 0; i < FeedGrpcService.MAX_PER_SUBJECT; i++) {
            assertThat(openAs(captured).ended()).isNull();
        }

        // When
        LoopbackFeed.Call oneMore = openAs(captured);
        LoopbackFeed.Call other = openAs(as("CN=broker"));

        // Then
        assertThat(oneMore.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(other.ended()).isNull();
    }

    private static Context as(String subject) {
        return Context.current().withValue(SubscriberName.PEER, new SubscriberName.Peer(subject, "192.0.2.1:5"));
    }

    private LoopbackFeed.Call openAs(Context caller) {
        Context before = caller.attach();
        try {
            return feed.open(SubscribeRequest.getDefaultInstance());
        } finally {
            caller.detach(before);
        }
    }

    @Test
    void sends_a_hundred_new_entries_as_a_change_of_less_than_ten_kilobytes() {
        // Given
        board.publish(List.of(list(users, 1, LARGE)));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        board.publish(List.of(list(users, 2, LARGE.plus(randomSerials(100)))));

        // Then
        awaitCurrent(subscription);
        SubscribeResponse last = feed.sent().getLast();
        assertThat(last.getMessageCase()).isEqualTo(CHANGE);
        assertThat(last.getSerializedSize()).isLessThan(10_000);
        assertThat(subscription.current().orElseThrow().entries()).isEqualTo(100_100);
    }

    @Test
    void follows_lists_that_come_change_and_go() {
        // Given
        board.publish(List.of(list(users, 1, serials(1, 2))));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        board.publish(List.of(list(users, 2, serials(2, 3)), list(partners, 1, serials(9))));
        awaitCurrent(subscription);
        board.publish(List.of(list(partners, 1, serials(9))));
        awaitCurrent(subscription);

        // Then
        CrlSnapshot snapshot = subscription.current().orElseThrow();
        assertThat(snapshot.list(users)).isEmpty();
        assertThat(snapshot.list(partners)).contains(list(partners, 1, serials(9)));
        assertThat(feed.kinds()).endsWith(SNAPSHOT_END, CHANGE, CHANGE);
    }

    @Test
    void sends_a_change_that_is_too_large_as_a_snapshot() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        board.publish(List.of(list(users, 2, LARGE)));

        // Then
        awaitCurrent(subscription);
        assertThat(feed.kinds())
                .doesNotContain(CHANGE)
                .filteredOn(SNAPSHOT_BEGIN::equals)
                .hasSize(2);
    }

    @Test
    void resumes_after_a_cut_with_the_changes_since() {
        // Given
        board.publish(List.of(list(users, 1, LARGE)));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        feed.cut();
        board.publish(List.of(list(users, 2, LARGE.plus(serials(1)))));
        board.publish(List.of(list(users, 3, LARGE.plus(serials(1, 2)))));
        feed.mend();
        awaitCurrent(subscription);

        // Then
        assertThat(feed.kinds()).endsWith(SNAPSHOT_END, CHANGE, CHANGE);
    }

    @Test
    void tells_a_subscriber_that_has_it_all_that_the_feed_lives() {
        // Given
        board.publish(List.of(list(users, 1, LARGE)));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        feed.cut();
        feed.mend();

        // Then
        await(() -> feed.kinds().getLast() == HEARTBEAT);
        assertThat(subscription.current().orElseThrow().version())
                .isEqualTo(board.current().orElseThrow().version());
    }

    @Test
    void sends_everything_to_a_subscriber_whose_version_it_does_not_know() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));
        SubscribeRequest otherServers = SubscribeRequest.newBuilder()
                .setHaveVersion(board.current().orElseThrow().version())
                .setHaveDigest(ByteString.copyFrom(new byte[32]))
                .build();

        // When
        feed.open(otherServers);

        // Then
        await(() -> feed.kinds().contains(SNAPSHOT_END));
    }

    @Test
    void beats_while_nothing_changes() {
        // Given
        service = new FeedGrpcService(board, new FeedTiming(Duration.ofMillis(10), Duration.ofHours(1)));
        feed = new LoopbackFeed(service);
        board.publish(List.of(list(users, 1, serials(1))));

        // When
        subscribe();

        // Then
        await(() -> feed.kinds().stream().filter(HEARTBEAT::equals).count() > 3);
    }

    @Test
    void lets_go_of_a_subscriber_that_does_not_read() {
        // Given
        service = new FeedGrpcService(board, new FeedTiming(Duration.ofHours(1), Duration.ofMillis(50)));
        feed = new LoopbackFeed(service);
        board.publish(List.of(list(users, 1, LARGE)));

        // When
        LoopbackFeed.Call call = feed.open(SubscribeRequest.getDefaultInstance());

        // Then
        await(() -> call.ended() != null);
        assertThat(call.ended().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(feed.sent()).hasSize(LoopbackFeed.ROOM);
        await(() -> service.subscriberVersions().isEmpty());
    }

    @Test
    void spares_a_slow_subscriber_the_versions_in_between() {
        // Given
        board.publish(List.of(list(users, 1, LARGE)));
        LoopbackFeed.Call call = feed.open(SubscribeRequest.getDefaultInstance());
        await(() -> feed.sent().size() == LoopbackFeed.ROOM);

        // When
        for (int number = 2; number < 40; number++) {
            board.publish(List.of(list(users, number, LARGE.plus(serials(number)))));
        }

        // Then
        assertThat(feed.sent()).hasSize(LoopbackFeed.ROOM);
        assertThat(drain(call, board.current().orElseThrow().version())).isLessThan(25);
    }

    @Test
    void refuses_subscribers_before_the_first_list() {
        // When
        LoopbackFeed.Call call = feed.open(SubscribeRequest.getDefaultInstance());

        // Then
        assertThat(call.ended().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void refuses_a_digest_that_is_none() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));

        // When
        LoopbackFeed.Call call = feed.open(SubscribeRequest.newBuilder()
                .setHaveDigest(ByteString.copyFromUtf8("short"))
                .build());

        // Then
        assertThat(call.ended().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void tells_listeners_of_each_snapshot_when_it_is_in_force() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));
        List<Boolean> inForce = new CopyOnWriteArrayList<>();
        RevocationSubscription subscription = new RevocationSubscription(feed, CLOCK);
        subscription.onSnapshot(snapshot -> {
            throw new IllegalStateException("a listener that fails harms nobody");
        });
        subscription.onSnapshot(snapshot -> inForce.add(subscription.current().orElseThrow() == snapshot));
        subscriptions.add(subscription.start());
        awaitCurrent(subscription);

        // When
        board.publish(List.of(list(users, 2, serials(1, 2))));

        // Then
        await(() -> inForce.size() == 2);
        assertThat(inForce).containsOnly(true);
    }

    @Test
    void does_not_let_a_server_with_an_older_copy_bring_certificates_back() {
        // Given
        board.publish(List.of(list(users, 5, serials(1, 2))));
        RevocationSubscription subscription = subscribe();
        awaitCurrent(subscription);

        // When
        board.publish(List.of(list(users, 4, serials(1))));

        // Then
        await(() -> subscription.trouble().orElse("").contains("goes back"));
        assertThat(subscription.current().orElseThrow().entries()).isEqualTo(2);
        board.publish(List.of(list(users, 6, serials(1, 2, 3))));
        awaitCurrent(subscription);
        assertThat(subscription.trouble()).isEmpty();
    }

    @Test
    void publishes_nothing_when_nothing_changed() {
        // Given
        board.publish(List.of(list(users, 1, serials(1))));

        // When
        boolean published = board.publish(List.of(list(users, 1, serials(1))));

        // Then
        assertThat(published).isFalse();
    }

    private RevocationSubscription subscribe() {
        RevocationSubscription subscription = new RevocationSubscription(feed, CLOCK).start();
        subscriptions.add(subscription);
        return subscription;
    }

    private void awaitCurrent(RevocationSubscription subscription) {
        long version = board.current().orElseThrow().version();
        await(() -> subscription.current().map(CrlSnapshot::version).orElse(0L) == version);
    }

    /** Reads until the snapshot or change to this version was read. How many messages that took. */
    private static int drain(LoopbackFeed.Call call, long version) {
        int messages = 0;
        long reached = 0;
        while (reached != version) {
            SubscribeResponse message;
            try {
                message = call.next(Duration.ofMinutes(1));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            messages++;
            reached = switch (message.getMessageCase()) {
                case SNAPSHOT_BEGIN -> message.getSnapshotBegin().getVersion();
                case CHANGE -> message.getChange().getToVersion();
                default -> reached;
            };
        }
        return messages;
    }

    private static RevocationList list(IssuerId issuer, long number, SerialSet serials) {
        ListState state = new ListState(
                issuer, CrlNumber.of(number), NOW.plusSeconds(number), NOW.plusSeconds(86_400), serials.size());
        return new RevocationList(state, serials);
    }

    private static SerialSet serials(long... numbers) {
        SerialSetBuilder builder = new SerialSetBuilder(numbers.length);
        LongStream.of(numbers).forEach(number -> builder.add(SerialNumber.of(BigInteger.valueOf(number))));
        return builder.build();
    }

    private static SerialSet randomSerials(int count) {
        Random random = new Random(count);
        SerialSetBuilder builder = new SerialSetBuilder(count);
        for (int i = 0; i < count; i++) {
            builder.add(SerialNumber.of(new BigInteger(128, random)));
        }
        return builder.build();
    }
}
