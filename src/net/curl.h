/* libcurl, loaded when it is first needed: it and what it draws in cost start-up time and memory that a server which sends no mail
 * and calls nobody never pays. Only smtp.c and client.c include this. */
#ifndef NET_CURL_H
#define NET_CURL_H

#include "base/work.h"

#include <curl/curl.h>

struct curl_library {
    CURLcode (*global_init)(long flags);
    CURL *(*easy_init)(void);
    CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
    CURLcode (*easy_perform)(CURL *);
    CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
    void (*easy_cleanup)(CURL *);
    struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
    void (*slist_free_all)(struct curl_slist *);
    const char *(*easy_strerror)(CURLcode);
};

/* Once a process, from any thread. Errors: UNAVAILABLE when libcurl is not installed or too old. */
MUST_USE bool curl_load(struct work *w, const struct curl_library **out_library);

/* One transfer with its lists; freed with CLEANUP. */
struct curl_transfer {
    const struct curl_library *library;
    CURL *easy;
    struct curl_slist *list;
};

/* Sets what every transfer of ours has: no signals, no proxy, no redirects, only these protocols, a time for the whole. */
MUST_USE bool curl_transfer_open(struct work *w, const char *protocols, int timeout_ms, struct curl_transfer *out_transfer);
void curl_transfer_close(struct curl_transfer *t);

#endif
