/* c-ares, loaded when it is first needed, which is in `privacyd doctor mail` alone. Only dns.c includes this. */
#ifndef NET_CARES_H
#define NET_CARES_H

#include "base/work.h"

#include <ares.h>

struct cares_library {
    int (*library_init)(int flags);
    int (*init_options)(ares_channel *, struct ares_options *, int);
    void (*destroy)(ares_channel);
    int (*set_servers)(ares_channel, const char *);
    void (*query)(ares_channel, const char *, int, int, ares_callback, void *);
    void (*cancel)(ares_channel);
    int (*getsock)(ares_channel, ares_socket_t *, int);
    struct timeval *(*timeout)(ares_channel, struct timeval *, struct timeval *);
    void (*process_fd)(ares_channel, ares_socket_t, ares_socket_t);
    int (*parse_txt)(const unsigned char *, int, struct ares_txt_ext **);
    int (*parse_mx)(const unsigned char *, int, struct ares_mx_reply **);
    void (*free_data)(void *);
    const char *(*strerror)(int);
};

/* Once a process, from any thread. Errors: UNAVAILABLE when c-ares is not installed. */
MUST_USE bool cares_load(struct work *w, const struct cares_library **out_library);

#endif
