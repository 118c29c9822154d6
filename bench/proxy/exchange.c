/*
 * An upstream that costs little: TLS, HTTP/1.1, one thread, epoll. It stands in for Exchange behind the proxies.
 *
 *   exchange PORT CERTIFICATE KEY
 *
 * Whoever does not bring `Authorization: Negotiate`, now or earlier on the same connection, gets 401, so that a proxy
 * cannot score by leaving tokens out. The query decides the answer: `bytes=N` gives N bytes, `Cmd=Ping` is kept until
 * SIGUSR1 releases all that are kept, anything else gives 2048 bytes. Request bodies are read and dropped. Each answer says
 * how long it was in coming, from the kernel's stamp on the end of its request, in `X-Took-Ns`.
 *
 * gcc -O2 -o exchange exchange.c -lssl -lcrypto
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
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
#include <unistd.h>

#include "stamped.h"

enum { MAX_HEAD = 65536, CHUNK = 16384, EVENTS = 512, BACKLOG = 4096, ORDINARY = 2048, LOOKS = 1000 };

struct connection {
    int fd;
    SSL *ssl;
    struct stamped wire;
    bool authenticated, kept, chunked;
    char *head; /* of a request, while incomplete */
    int head_length;
    long long body_left;   /* of the request */
    int tail;              /* of a chunked body: how much of "\r\n0\r\n\r\n" was seen */
    char answer[512];      /* its head */
    int answer_length, answer_sent;
    long long answer_left; /* its body */
    uint32_t interest;
    struct connection *previous, *next; /* among the kept */
};

static SSL_CTX *context;
static int poller;
static char zeros[CHUNK];
static struct connection kept = {.previous = &kept, .next = &kept};
static volatile sig_atomic_t released;

static void release(int signal) {
    (void)signal;
    released = 1;
}

static void watch(struct connection *c, uint32_t events) {
    if (c->interest == events) return;
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(poller, c->interest ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, c->fd, &event);
    c->interest = events;
}

static void unkeep(struct connection *c) {
    if (!c->kept) return;
    c->kept = false;
    c->previous->next = c->next;
    c->next->previous = c->previous;
}

static void keep(struct connection *c) {
    c->kept = true;
    c->next = &kept;
    c->previous = kept.previous;
    c->previous->next = c;
    kept.previous = c;
}

static void end(struct connection *c) {
    unkeep(c);
    SSL_free(c->ssl);
    ERR_clear_error();
    close(c->fd);
    free(c->head);
    free(c);
}

/* Waits for what TLS wants; ends the connection if it wants nothing any more. */
static void wait_for(struct connection *c, int result) {
    int error = SSL_get_error(c->ssl, result);
    ERR_clear_error();
    if (error == SSL_ERROR_WANT_READ) watch(c, EPOLLIN);
    else if (error == SSL_ERROR_WANT_WRITE) watch(c, EPOLLIN | EPOLLOUT);
    else end(c);
}

/* True once the answer is out. */
static bool write_answer(struct connection *c) {
    while (c->answer_sent < c->answer_length || c->answer_left > 0) {
        char first[CHUNK];
        const char *from = zeros;
        int head = c->answer_length - c->answer_sent;
        int size = c->answer_left > CHUNK - head ? CHUNK - head : (int)c->answer_left;
        if (head > 0) { /* head and beginning of the body in one record */
            memcpy(first, c->answer + c->answer_sent, head);
            memset(first + head, 0, size);
            from = first;
        }
        int result = SSL_write(c->ssl, from, head + size);
        if (result <= 0) {
            wait_for(c, result);
            return false;
        }
        if (result < head) c->answer_sent += result;
        else {
            c->answer_sent = c->answer_length;
            c->answer_left -= result - head;
        }
    }
    watch(c, EPOLLIN);
    return true;
}

static void answer(struct connection *c, int status, long long bytes) {
    c->answer_length = snprintf(c->answer, sizeof c->answer,
        "HTTP/1.1 %d %s\r\nServer: Microsoft-IIS/10.0\r\nContent-Type: application/vnd.ms-sync.wbxml\r\n"
        "MS-Server-ActiveSync: 15.2\r\nX-Took-Ns: %.0f\r\n%sContent-Length: %lld\r\n\r\n",
        status, status == 200 ? "OK" : "Unauthorized", (wall_clock() - c->wire.arrived) * 1e9,
        status == 200 ? "Persistent-Auth: true\r\n" : "WWW-Authenticate: Negotiate\r\n", bytes);
    c->answer_sent = 0;
    c->answer_left = bytes;
}

/* What is asked for is in the request line, which `head` still begins with. */
static bool respond(struct connection *c, const char *head) {
    if (!c->authenticated) answer(c, 401, 0);
    else {
        const char *line_end = strchr(head, '\r');
        const char *bytes = strstr(head, "bytes="), *ping = strstr(head, "Cmd=Ping");
        answer(c, 200, bytes && bytes < line_end ? atoll(bytes + 6) : ORDINARY);
        if (ping && ping < line_end) {
            keep(c);
            watch(c, EPOLLIN | EPOLLRDHUP);
            return false;
        }
    }
    return write_answer(c);
}

/* Drops what belongs to the body; the end of a chunked one is recognised by its last seven bytes. */
static int drop_body(struct connection *c, const char *data, int length) {
    if (!c->chunked) {
        int dropped = length < c->body_left ? length : (int)c->body_left;
        c->body_left -= dropped;
        return dropped;
    }
    static const char last[] = "\r\n0\r\n\r\n";
    for (int i = 0; i < length; i++) {
        c->tail = data[i] == last[c->tail] ? c->tail + 1 : data[i] == '\r' ? 1 : 0;
        if (c->tail == 7) {
            c->chunked = false;
            return i + 1;
        }
    }
    return length;
}

static void read_framing(struct connection *c) {
    char *length = strcasestr(c->head, "\r\ncontent-length:");
    c->body_left = length ? atoll(length + 17) : 0;
    c->chunked = strcasestr(c->head, "\r\ntransfer-encoding:") != NULL;
    c->tail = 2; /* the head's own end counts as the line break before a last chunk */
    if (strcasestr(c->head, "\r\nauthorization: negotiate ")) c->authenticated = true;
}

static void serve(struct connection *c) {
    static char buffer[CHUNK];
    if (c->answer_length > 0 && (c->answer_sent < c->answer_length || c->answer_left > 0) && !c->kept && !write_answer(c)) return;
    for (;;) {
        int length = SSL_read(c->ssl, buffer, sizeof buffer);
        if (length <= 0) {
            wait_for(c, length);
            return;
        }
        if (c->kept) continue; /* nobody pipelines behind a Ping */
        int at = 0;
        bool whole = false;
        if (c->body_left > 0 || c->chunked) {
            at = drop_body(c, buffer, length);
            whole = c->body_left == 0 && !c->chunked;
        } else {
            if (!c->head) c->head = malloc(MAX_HEAD + 1);
            if (c->head_length + length > MAX_HEAD) {
                end(c);
                return;
            }
            memcpy(c->head + c->head_length, buffer, length);
            c->head_length += length;
            c->head[c->head_length] = 0;
            char *head_end = memmem(c->head, c->head_length, "\r\n\r\n", 4);
            if (!head_end) continue;
            int body = c->head_length - (int)(head_end + 4 - c->head);
            head_end[2] = 0;
            read_framing(c);
            at = length - body + drop_body(c, buffer + length - body, body);
            whole = c->body_left == 0 && !c->chunked;
        }
        if (whole) {
            char *head = c->head;
            c->head = NULL;
            c->head_length = 0;
            bool done = respond(c, head);
            free(head);
            if (!done) return;
            if (at == length && !SSL_has_pending(c->ssl)) return; /* a look at the socket that would find nothing */
        }
        if (at < length) { /* pipelining: no proxy does that */
            end(c);
            return;
        }
    }
}

static void release_kept(void) {
    released = 0;
    while (kept.next != &kept) {
        struct connection *c = kept.next;
        unkeep(c);
        watch(c, EPOLLIN | EPOLLOUT);
    }
}

static int listen_on(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    if (bind(fd, (struct sockaddr *)&address, sizeof address) || listen(fd, BACKLOG)) {
        perror("exchange: listen");
        exit(1);
    }
    return fd;
}

static void accept_all(int listener) {
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), yes = 1;
        if (fd < 0) return;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        struct connection *c = calloc(1, sizeof *c);
        c->fd = fd;
        c->ssl = SSL_new(context);
        speak_over(c->ssl, &c->wire, fd);
        SSL_set_accept_state(c->ssl);
        watch(c, EPOLLIN);
    }
}

/* Looks some times before it sleeps: a sender would pay for waking it, and that sender is what is measured. */
static int await_events(struct epoll_event *events) {
    for (int looks = 0; looks < LOOKS; looks++) {
        int count = epoll_wait(poller, events, EVENTS, 0);
        if (count != 0) return count;
        sched_yield();
    }
    return epoll_wait(poller, events, EVENTS, 100);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: exchange PORT CERTIFICATE KEY\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    signal(SIGUSR1, release);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_read_ahead(context, 1); /* a record in one read */
    SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
    if (SSL_CTX_use_certificate_chain_file(context, argv[2]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM) != 1) {
        ERR_print_errors_fp(stderr);
        return 1;
    }
    poller = epoll_create1(0);
    int listener = listen_on(atoi(argv[1]));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &listener};
    epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        struct epoll_event events[EVENTS];
        int count = await_events(events);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == &listener) accept_all(listener);
            else serve(events[i].data.ptr);
        }
        if (released) release_kept();
    }
}
