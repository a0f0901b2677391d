#include "net/curl.h"

#include <dlfcn.h>
#include <pthread.h>

static struct curl_library library;
static bool loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const struct {
    const char *name;
    void **place;
} symbols[] = {
    { "curl_global_init", (void **)&library.global_init },
    { "curl_easy_init", (void **)&library.easy_init },
    { "curl_easy_setopt", (void **)&library.easy_setopt },
    { "curl_easy_perform", (void **)&library.easy_perform },
    { "curl_easy_getinfo", (void **)&library.easy_getinfo },
    { "curl_easy_cleanup", (void **)&library.easy_cleanup },
    { "curl_slist_append", (void **)&library.slist_append },
    { "curl_slist_free_all", (void **)&library.slist_free_all },
    { "curl_easy_strerror", (void **)&library.easy_strerror },
};

static void load(void)
{
    void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL); /* never closed: libraries below it cannot be unloaded */

    if (!handle)
        return;
    for (size_t i = 0; i < COUNT_OF(symbols); i++) {
        *symbols[i].place = dlsym(handle, symbols[i].name);
        if (!*symbols[i].place)
            return;
    }
    loaded = library.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

bool curl_load(struct work *w, const struct curl_library **out_library)
{
    pthread_once(&once, load);
    if (!loaded)
        FAIL(w, ERR_UNAVAILABLE, "libcurl.so.4 cannot be loaded; on Debian: apt install libcurl4");
    *out_library = &library;
    return true;
}

static bool set_common(const struct curl_transfer *t, const char *protocols, int timeout_ms)
{
    const struct curl_library *l = t->library;

    return l->easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK && l->easy_setopt(t->easy, CURLOPT_PROXY, "") == CURLE_OK &&
           l->easy_setopt(t->easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           l->easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           l->easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, protocols) == CURLE_OK &&
           l->easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS, (long)timeout_ms) == CURLE_OK &&
           l->easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)timeout_ms) == CURLE_OK;
}

bool curl_transfer_open(struct work *w, const char *protocols, int timeout_ms, struct curl_transfer *out_transfer)
{
    struct curl_transfer t = { NULL, NULL, NULL };

    TRY(curl_load(w, &t.library));
    t.easy = t.library->easy_init();
    if (!t.easy)
        FAIL(w, ERR_UNAVAILABLE, "no memory for a transfer");
    *out_transfer = t;
    if (!set_common(&t, protocols, timeout_ms))
        FAIL(w, ERR_UNAVAILABLE, "libcurl is older than 7.85 or lacks %s", protocols);
    return true;
}

void curl_transfer_close(struct curl_transfer *t)
{
    if (t->easy)
        t->library->easy_cleanup(t->easy);
    if (t->list)
        t->library->slist_free_all(t->list);
    *t = (struct curl_transfer){ NULL, NULL, NULL };
}
