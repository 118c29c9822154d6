/*
 * TLS over a socket whose arrivals the kernel stamps: `arrived` says when the latest bytes came to the socket, however
 * late its owner gets round to reading them. Linux.
 */
#include <errno.h>
#include <openssl/ssl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

struct stamped {
    int fd;
    bool ended;
    double arrived; /* by wall_clock() */
};

/* The clock the kernel stamps by. */
static double wall_clock(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static int stamped_read(BIO *bio, char *data, int length) {
    struct stamped *s = BIO_get_data(bio);
    char control[CMSG_SPACE(sizeof(struct timespec)) + 64];
    struct iovec part = {.iov_base = data, .iov_len = length};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    BIO_clear_retry_flags(bio);
    int got = (int)recvmsg(s->fd, &message, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_read(bio);
    if (got == 0) s->ended = true;
    if (got <= 0) return got;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec t;
        memcpy(&t, CMSG_DATA(c), sizeof t);
        s->arrived = t.tv_sec + t.tv_nsec * 1e-9;
    }
    return got;
}

static int stamped_write(BIO *bio, const char *data, int length) {
    struct stamped *s = BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    int put = (int)send(s->fd, data, length, MSG_NOSIGNAL);
    if (put < 0 && (errno == EAGAIN || errno == EINTR)) BIO_set_retry_write(bio);
    return put;
}

static long stamped_control(BIO *bio, int command, long number, void *pointer) {
    (void)number, (void)pointer;
    struct stamped *s = BIO_get_data(bio);
    return command == BIO_CTRL_FLUSH || (command == BIO_CTRL_EOF && s->ended);
}

/* Lets `ssl` speak over the socket; `s` stays where it is for as long as that lasts. */
static void speak_over(SSL *ssl, struct stamped *s, int fd) {
    static BIO_METHOD *stamped;
    if (!stamped) {
        stamped = BIO_meth_new(BIO_TYPE_SOURCE_SINK | BIO_get_new_index(), "stamped socket");
        BIO_meth_set_read(stamped, stamped_read);
        BIO_meth_set_write(stamped, stamped_write);
        BIO_meth_set_ctrl(stamped, stamped_control);
    }
    int yes = 1;
    setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
    *s = (struct stamped){.fd = fd};
    BIO *bio = BIO_new(stamped);
    BIO_set_data(bio, s);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
}
