/*
 * Many phones at once: TLS clients with a certificate each, in one thread, driven by epoll.
 *
 *   devices --target 127.0.0.1:8443 --certificates DIRECTORY [options] METHOD PATH
 *
 * Prints one line of JSON at the end. Two modes:
 *
 *   closed loop (no --rate)   --connections devices, each sends its next request when it has its answer
 *   open loop (--rate R)      R requests a second, due at fixed times whatever the server does; latency counts from
 *                             the time a request was due, so that a server that stalls cannot hide it; connections
 *                             that are kept are opened, and used once, before the first is due
 *
 * Whose time it was, where the upstream says how long it took itself (`X-Took-Ns`, see exchange.c):
 *
 *   p.._ms          from when the request was due until its answer was read: all there is
 *   late_.._ms      of it, until the request was begun, though a connection was free: this program was late
 *   proxy_.._ms     of it, from when the request was begun until its answer had come to the socket (by the kernel's
 *                   stamp), without the upstream's own time, and with the wait for a connection if all were busy
 *
 * What is left is the upstream's own time, and this program late to read. --settle S leaves the latencies of the first
 * seconds out, in which proxy and upstream are still busy with what opening the connections left. --slow MS prints requests that took the
 * proxy longer, with the time of day at which they were begun.
 *
 * With --per-connection 1 every request is a handshake of its own. A handshake only counts once its request has been
 * answered: in TLS 1.3 the client is done before the server has looked at the certificate.
 *
 * With --hold each device sends one request, which the upstream keeps. "held N" is printed when all are sent, then the
 * answers are awaited.
 *
 * gcc -O2 -o devices devices.c -lssl -lcrypto
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "stamped.h"

enum {
    MAX_IDENTITIES = 4096,
    MAX_HEAD = 2048,
    MAX_ANSWER_HEAD = 16384,
    CHUNK = 65536,
    EVENTS = 512,
    LOOKS = 1000,
    MAX_SAMPLES = 4000000,
    SOURCES = 8, /* 127.0.1.1 and up, so that ports do not run out */
};

struct identity {
    X509 *certificate;
    EVP_PKEY *key;
    SSL_SESSION *session;
};

enum state { CLOSED, CONNECTING, HANDSHAKING, SENDING, RECEIVING, RESTING };

struct device {
    enum state state;
    int fd;
    SSL *ssl;
    struct identity *identity;
    struct stamped wire;
    double due;          /* when the request was to be sent */
    double begun;        /* when it was, by wall_clock() */
    double waited;       /* of the time between, while all connections were busy */
    double upstream;     /* what the upstream says it took */
    double opened;       /* when the connection was begun */
    long long sent;      /* of head and body */
    char *head;          /* of the answer, while incomplete */
    int head_length;
    int status;
    long long body_left; /* of the answer; -1 while its head is incomplete */
    int answered;        /* on this connection */
    uint32_t interest;
    struct device *next; /* in the list of closed or of resting ones */
};

/* options */
static const char *method, *path, *host = "127.0.0.1", *server_name = "localhost";
static int port, connections = 64, per_connection, tls = 13, opening = 32, expected = 200;
static long long request_body, limit_requests;
static double seconds = 5, rate, patience = 30, settle, slow = 1e9;
static bool resume, hold, only_opening;

/* the world */
static struct identity identities[MAX_IDENTITIES];
static int identity_count, next_identity, next_source;
static SSL_CTX *context;
static int poller;
static struct sockaddr_in target;
static char request_head[MAX_HEAD];
static int request_head_length;
static char chunk[CHUNK];
static struct device *devices, *closed, *resting;
static int in_use, under_way; /* devices with a connection; of those, not yet through their handshake */

/* results */
static long ok, full, resumed, failed_connect, failed_handshake, failed_io, failed_status;
static long long bytes_in, bytes_out;
static struct samples { float *of; long count; } latencies, late, in_proxy;
static double counted_from; /* latencies of requests that were due before are not kept */
static double free_since;   /* when a connection was resting again after none was */
static char last_error[160];
static long sent_and_held;

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void die(const char *what) {
    fprintf(stderr, "devices: %s: %s\n", what, errno ? strerror(errno) : "");
    ERR_print_errors_fp(stderr);
    exit(2);
}

static long failures(void) { return failed_connect + failed_handshake + failed_io + failed_status; }

static void keep(struct samples *samples, double sample) {
    if (!samples->of) samples->of = malloc(sizeof *samples->of * MAX_SAMPLES);
    if (samples->count < MAX_SAMPLES) samples->of[samples->count++] = (float)sample;
}

/* ---------------------------------------------------------------- identities */

/* Files named phone-*.pem, each with a certificate and its key. */
static int is_device(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return strncmp(entry->d_name, "phone-", 6) == 0 && length > 4 && strcmp(entry->d_name + length - 4, ".pem") == 0;
}

static void load_identities(const char *directory) {
    struct dirent **names;
    int count = scandir(directory, &names, is_device, alphasort);
    if (count <= 0) die("no phone-*.pem in the directory of certificates");
    for (int i = 0; i < count && i < MAX_IDENTITIES; i++) {
        char name[4096];
        snprintf(name, sizeof name, "%s/%s", directory, names[i]->d_name);
        FILE *file = fopen(name, "r");
        if (!file) die(name);
        struct identity *id = &identities[identity_count++];
        id->certificate = PEM_read_X509(file, NULL, NULL, NULL);
        rewind(file);
        id->key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
        if (!id->certificate || !id->key) die(name);
        fclose(file);
    }
}

static int keep_session(SSL *ssl, SSL_SESSION *session) {
    struct identity *id = SSL_get_app_data(ssl);
    if (id->session) SSL_SESSION_free(id->session);
    id->session = session;
    return 1;
}

static void make_context(void) {
    int version = tls == 12 ? TLS1_2_VERSION : TLS1_3_VERSION;
    context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_verify(context, SSL_VERIFY_NONE, NULL); /* the proxies' cost is what is measured */
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
    SSL_CTX_set_read_ahead(context, 1); /* a record in one read */
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    if (resume) {
        SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
        SSL_CTX_sess_set_new_cb(context, keep_session);
    }
}

/* ---------------------------------------------------------------- one device */

static void push(struct device **list, struct device *d) {
    d->next = *list;
    *list = d;
}

static struct device *pop(struct device **list) {
    struct device *d = *list;
    if (d) *list = d->next;
    return d;
}

static void watch(struct device *d, uint32_t events) {
    if (d->interest == events) return;
    struct epoll_event event = {.events = events, .data.ptr = d};
    epoll_ctl(poller, d->interest ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, d->fd, &event);
    d->interest = events;
}

static void close_device(struct device *d) {
    if (d->state == CONNECTING || d->state == HANDSHAKING) under_way--;
    if (d->ssl) {
        if (d->state == RESTING || d->state == RECEIVING) SSL_shutdown(d->ssl);
        SSL_free(d->ssl);
    }
    ERR_clear_error();
    close(d->fd);
    free(d->head);
    d->ssl = NULL;
    d->head = NULL;
    d->state = CLOSED;
    d->interest = 0;
    in_use--;
    push(&closed, d);
}

static void fail(struct device *d, long *counter, const char *why) {
    (*counter)++;
    snprintf(last_error, sizeof last_error, "%s", why);
    close_device(d);
}

static void fail_tls(struct device *d, long *counter) {
    unsigned long code = ERR_peek_last_error();
    fail(d, counter, code ? ERR_reason_error_string(code) : errno ? strerror(errno) : "closed");
}

static void begin_request(struct device *d, double due) {
    d->due = due;
    d->begun = 0;
    d->upstream = 0;
    d->sent = 0;
    d->body_left = -1;
    d->head_length = 0;
    d->status = 0;
    d->state = SENDING;
}

static void drive(struct device *d);

static void open_device(double due) {
    struct device *d = pop(&closed);
    d->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (d->fd < 0) die("socket");
    int yes = 1;
    setsockopt(d->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(d->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
    struct sockaddr_in source = {.sin_family = AF_INET};
    source.sin_addr.s_addr = htonl(0x7f000101 + next_source++ % SOURCES);
    bind(d->fd, (struct sockaddr *)&source, sizeof source);
    in_use++;
    under_way++;
    d->state = CONNECTING;
    d->due = due;
    d->opened = now();
    d->waited = 0;
    d->answered = 0;
    d->ssl = NULL;
    if (connect(d->fd, (struct sockaddr *)&target, sizeof target) < 0 && errno != EINPROGRESS) {
        fail(d, &failed_connect, strerror(errno));
        return;
    }
    watch(d, EPOLLOUT);
}

static bool connected(struct device *d) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(d->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
        fail(d, &failed_connect, strerror(error));
        return false;
    }
    d->identity = &identities[next_identity++ % identity_count];
    d->ssl = SSL_new(context);
    speak_over(d->ssl, &d->wire, d->fd);
    SSL_set_app_data(d->ssl, d->identity);
    SSL_set_tlsext_host_name(d->ssl, server_name);
    SSL_use_certificate(d->ssl, d->identity->certificate);
    SSL_use_PrivateKey(d->ssl, d->identity->key);
    if (resume && d->identity->session) SSL_set_session(d->ssl, d->identity->session);
    SSL_set_connect_state(d->ssl);
    d->state = HANDSHAKING;
    return true;
}

/* Waits for what TLS wants; false if it wants nothing any more. */
static bool waits(struct device *d, int result) {
    switch (SSL_get_error(d->ssl, result)) {
    case SSL_ERROR_WANT_READ: watch(d, EPOLLIN); return true;
    case SSL_ERROR_WANT_WRITE: watch(d, EPOLLIN | EPOLLOUT); return true;
    default: return false;
    }
}

static bool shake_hands(struct device *d) {
    errno = 0;
    int result = SSL_do_handshake(d->ssl);
    if (result == 1) {
        under_way--;
        begin_request(d, d->due);
        return true;
    }
    if (!waits(d, result)) fail_tls(d, &failed_handshake);
    return false;
}

static bool send_request(struct device *d) {
    long long whole = request_head_length + request_body;
    if (!d->begun) d->begun = wall_clock();
    while (d->sent < whole) {
        const char *from = chunk;
        long long left = whole - d->sent;
        if (d->sent < request_head_length) {
            from = request_head + d->sent;
            left = request_head_length - d->sent;
        }
        errno = 0;
        int result = SSL_write(d->ssl, from, left > CHUNK ? CHUNK : (int)left);
        if (result <= 0) {
            if (!waits(d, result)) fail_tls(d, &failed_io);
            return false;
        }
        d->sent += result;
        bytes_out += result;
    }
    d->state = RECEIVING;
    if (hold) sent_and_held++;
    watch(d, EPOLLIN);
    return true;
}

/* Takes in part of a head; -1 if it is none, else how many of the bytes belong to the body. */
static int read_head(struct device *d, const char *data, int length) {
    if (!d->head) d->head = malloc(MAX_ANSWER_HEAD + 1);
    int take = length < MAX_ANSWER_HEAD - d->head_length ? length : MAX_ANSWER_HEAD - d->head_length;
    memcpy(d->head + d->head_length, data, take);
    d->head_length += take;
    d->head[d->head_length] = 0;
    char *end = memmem(d->head, d->head_length, "\r\n\r\n", 4);
    if (!end) return take < length ? -1 : 0;
    int body = d->head_length - (int)(end + 4 - d->head);
    end[2] = 0;
    d->status = atoi(d->head + 9);
    char *field = strcasestr(d->head, "\r\ncontent-length:");
    d->body_left = field ? atoll(field + 17) : d->status == 204 || d->status == 304 ? 0 : -1;
    if (d->body_left < 0) return -1; /* nobody here sends chunks */
    char *took = strcasestr(d->head, "\r\nx-took-ns:");
    if (took) d->upstream = atoll(took + 12) * 1e-9;
    free(d->head);
    d->head = NULL;
    return body + length - take;
}

static void rest(struct device *d) {
    if (!resting) free_since = now();
    d->state = RESTING;
    push(&resting, d);
}

static void answered(struct device *d) {
    ok++;
    if (d->due < counted_from) return;
    keep(&latencies, now() - d->due);
    if (!d->upstream) return;
    double took = d->wire.arrived - d->begun - d->upstream + d->waited;
    keep(&in_proxy, took);
    if (took * 1000 > slow) fprintf(stderr, "slow: at %.4f for %.2f ms\n", d->begun, took * 1000);
}

static void finished(struct device *d) {
    if (d->status == expected) {
        if (!only_opening) answered(d);
    } else {
        failed_status++;
        snprintf(last_error, sizeof last_error, "status %d", d->status);
    }
    if (d->answered++ == 0) {
        if (SSL_session_reused(d->ssl)) resumed++; else full++;
    }
    if ((per_connection && d->answered >= per_connection) || hold) {
        d->state = RESTING;
        close_device(d);
    } else rest(d);
}

static bool receive(struct device *d) {
    static char buffer[CHUNK];
    for (;;) {
        errno = 0;
        int length = SSL_read(d->ssl, buffer, sizeof buffer);
        if (length <= 0) {
            if (!waits(d, length)) fail_tls(d, &failed_io);
            return false;
        }
        bytes_in += length;
        int body = length;
        if (d->body_left < 0) {
            body = read_head(d, buffer, length);
            if (body < 0) {
                fail(d, &failed_io, "no head that can be read");
                return false;
            }
            if (d->body_left < 0) continue;
        }
        d->body_left -= body;
        if (d->body_left <= 0) {
            finished(d);
            return false;
        }
    }
}

static void drive(struct device *d) {
    if (d->state == CONNECTING && !connected(d)) return;
    if (d->state == HANDSHAKING && !shake_hands(d)) return;
    if (d->state == SENDING && !send_request(d)) return;
    if (d->state == RECEIVING) receive(d);
    else if (d->state == RESTING) { /* the server closes it, or it sent a session ticket */
        char byte;
        int result = SSL_read(d->ssl, &byte, 1);
        if (result <= 0 && waits(d, result)) return;
        struct device **link = &resting;
        while (*link && *link != d) link = &(*link)->next;
        if (*link) *link = d->next;
        close_device(d);
    }
}

/* ---------------------------------------------------------------- the loop */

static long issued;

static bool may_issue(void) { return !limit_requests || issued < limit_requests; }

/* Sends on a resting connection, or opens one. False if all are busy. */
static bool issue(double due) {
    struct device *d = pop(&resting);
    if (d) {
        d->waited = due < free_since ? free_since - due : 0;
        if (rate > 0 && due >= counted_from) keep(&late, now() - due - d->waited);
        begin_request(d, due);
        issued++;
        drive(d);
        return true;
    }
    if (closed && under_way < opening) {
        issued++;
        open_device(due);
        return true;
    }
    return false;
}

/* Looks some times before it sleeps: a sender would pay for waking it, and that sender is what is measured. */
static int await_events(struct epoll_event *events, double until) {
    for (int looks = 0; looks < LOOKS && now() < until; looks++) {
        int count = epoll_wait(poller, events, EVENTS, 0);
        if (count != 0) return count;
        sched_yield();
    }
    double wait = until - now();
    if (wait < 0) wait = 0;
    if (wait > 0.02) wait = 0.02;
    struct timespec timeout = {.tv_nsec = (long)(wait * 1e9)};
    return epoll_pwait2(poller, events, EVENTS, &timeout, NULL);
}

static void poll_devices(double until) {
    struct epoll_event events[EVENTS];
    int count = await_events(events, until);
    for (int i = 0; i < count; i++) drive(events[i].data.ptr);
}

static void run_closed(double end) {
    while (now() < end) {
        while (may_issue() && issue(now())) {}
        if (limit_requests && ok + failures() >= limit_requests) break;
        poll_devices(end);
    }
}

static int at_rest(void) {
    int count = 0;
    for (struct device *d = resting; d; d = d->next) count++;
    return count;
}

/*
 * Opens all connections before the first request is due, and has one answered on each, so that a proxy has its
 * connections to the upstream too: what it costs to open them is another row's question.
 */
static void open_all(void) {
    double last = now() + patience;
    only_opening = true;
    while (at_rest() < connections && now() < last && !failures()) {
        while (closed && under_way < opening) open_device(now());
        poll_devices(now() + 0.02);
    }
    only_opening = false;
}

static void run_open(double start, double end) {
    counted_from = start + settle;
    while (now() < end) {
        double at = now();
        while (may_issue() && start + issued / rate <= at && issue(start + issued / rate)) {}
        poll_devices(start + (issued + 1) / rate);
    }
    double last = now() + patience; /* what is under way may still be answered */
    while (in_use > 0 && now() < last && ok + failures() < issued) poll_devices(now() + 0.02);
}

static void run_hold(void) {
    double last = now() + patience;
    while (sent_and_held + failures() < connections && now() < last) {
        while (issued < connections && issue(now())) {}
        poll_devices(now() + 0.02);
    }
    printf("held %ld\n", sent_and_held);
    fflush(stdout);
    last = now() + patience;
    while (in_use > 0 && now() < last) {
        long before = ok + failures();
        poll_devices(now() + 0.02);
        if (ok + failures() != before) last = now() + patience;
    }
}

static int by_size(const void *a, const void *b) {
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

static double quantile(struct samples *samples, double q) {
    return samples->count ? 1000.0 * samples->of[(long)(q * (samples->count - 1))] : 0;
}

static void report_times(const char *name, struct samples *samples) {
    if (samples->count) qsort(samples->of, samples->count, sizeof *samples->of, by_size);
    printf("\"%sp50_ms\": %.3f, \"%sp90_ms\": %.3f, \"%sp99_ms\": %.3f, \"%sp999_ms\": %.3f, \"%smax_ms\": %.3f, ",
           name, quantile(samples, .5), name, quantile(samples, .9), name, quantile(samples, .99),
           name, quantile(samples, .999), name, quantile(samples, 1));
}

static void report(double took) {
    printf("{\"seconds\": %.3f, \"issued\": %ld, \"ok\": %ld, \"failed\": %ld, \"full\": %ld, \"resumed\": %ld, "
           "\"failed_connect\": %ld, \"failed_handshake\": %ld, \"failed_io\": %ld, \"failed_status\": %ld, "
           "\"unanswered\": %d, \"bytes_in\": %lld, \"bytes_out\": %lld, ",
           took, issued, ok, failures(), full, resumed, failed_connect, failed_handshake, failed_io, failed_status,
           in_use, bytes_in, bytes_out);
    report_times("", &latencies);
    report_times("late_", &late);
    report_times("proxy_", &in_proxy);
    printf("\"last_error\": \"%s\"}\n", last_error);
}

static void read_options(int argc, char **argv) {
    enum { TARGET = 1, CERTIFICATES, NAME, CONNECTIONS, PER_CONNECTION, SECONDS, RATE, BODY, TLS, RESUME, HOLD, OPENING,
           EXPECT, REQUESTS, PATIENCE,
           SETTLE, SLOW };
    static const struct option known[] = {
        {"target", 1, 0, TARGET}, {"certificates", 1, 0, CERTIFICATES}, {"name", 1, 0, NAME},
        {"connections", 1, 0, CONNECTIONS}, {"per-connection", 1, 0, PER_CONNECTION}, {"seconds", 1, 0, SECONDS},
        {"rate", 1, 0, RATE}, {"body", 1, 0, BODY}, {"tls", 1, 0, TLS}, {"resume", 0, 0, RESUME}, {"hold", 0, 0, HOLD},
        {"opening", 1, 0, OPENING}, {"expect", 1, 0, EXPECT}, {"requests", 1, 0, REQUESTS},
        {"patience", 1, 0, PATIENCE},
        {"settle", 1, 0, SETTLE}, {"slow", 1, 0, SLOW}, {0}};
    char *colon;
    for (int option; (option = getopt_long(argc, argv, "", known, NULL)) != -1;) switch (option) {
        case TARGET:
            host = optarg;
            colon = strrchr(optarg, ':');
            if (!colon) die("--target HOST:PORT");
            *colon = 0;
            port = atoi(colon + 1);
            break;
        case CERTIFICATES: load_identities(optarg); break;
        case NAME: server_name = optarg; break;
        case CONNECTIONS: connections = atoi(optarg); break;
        case PER_CONNECTION: per_connection = atoi(optarg); break;
        case SECONDS: seconds = atof(optarg); break;
        case RATE: rate = atof(optarg); break;
        case BODY: request_body = atoll(optarg); break;
        case TLS: tls = atoi(optarg); break;
        case RESUME: resume = true; break;
        case HOLD: hold = true; break;
        case OPENING: opening = atoi(optarg); break;
        case EXPECT: expected = atoi(optarg); break;
        case REQUESTS: limit_requests = atoll(optarg); break;
        case PATIENCE: patience = atof(optarg); break;
        case SETTLE: settle = atof(optarg); break;
        case SLOW: slow = atof(optarg); break;
        default: exit(2);
        }
    if (optind + 2 != argc || !port || !identity_count || connections < 1) die("usage: see the top of devices.c");
    method = argv[optind];
    path = argv[optind + 1];
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    read_options(argc, argv);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    target.sin_family = AF_INET;
    target.sin_port = htons(port);
    if (inet_pton(AF_INET, host, &target.sin_addr) != 1 || (ntohl(target.sin_addr.s_addr) >> 24) != 127) {
        fprintf(stderr, "devices: only loopback addresses are put under load\n");
        return 2;
    }
    request_head_length = snprintf(request_head, sizeof request_head,
        "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: Apple-iPhone15C2/2104.110\r\nMS-ASProtocolVersion: 16.1\r\n"
        "X-MS-PolicyKey: 3942919513\r\nAccept: */*\r\nContent-Type: application/vnd.ms-sync.wbxml\r\n"
        "Content-Length: %lld\r\n\r\n", method, path, server_name, request_body);
    make_context();
    poller = epoll_create1(0);
    devices = calloc(connections, sizeof *devices);
    for (int i = connections - 1; i >= 0; i--) push(&closed, &devices[i]);

    if (rate > 0 && !per_connection) open_all();
    double start = now();
    if (hold) run_hold();
    else if (rate > 0) run_open(start, start + seconds);
    else run_closed(start + seconds);
    report(now() - start);
    return 0;
}
