#include "net/cares.h"

#include <dlfcn.h>
#include <pthread.h>

static struct cares_library library;
static bool loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static const struct {
    const char *name;
    void **place;
} symbols[] = {
    { "ares_library_init", (void **)&library.library_init },
    { "ares_init_options", (void **)&library.init_options },
    { "ares_destroy", (void **)&library.destroy },
    { "ares_set_servers_ports_csv", (void **)&library.set_servers },
    { "ares_query", (void **)&library.query },
    { "ares_cancel", (void **)&library.cancel },
    { "ares_getsock", (void **)&library.getsock },
    { "ares_timeout", (void **)&library.timeout },
    { "ares_process_fd", (void **)&library.process_fd },
    { "ares_parse_txt_reply_ext", (void **)&library.parse_txt },
    { "ares_parse_mx_reply", (void **)&library.parse_mx },
    { "ares_free_data", (void **)&library.free_data },
    { "ares_strerror", (void **)&library.strerror },
};

static void load(void)
{
    void *handle = dlopen("libcares.so.2", RTLD_NOW | RTLD_LOCAL); /* never closed */

    if (!handle)
        return;
    for (size_t i = 0; i < COUNT_OF(symbols); i++) {
        *symbols[i].place = dlsym(handle, symbols[i].name);
        if (!*symbols[i].place)
            return;
    }
    loaded = library.library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
}

bool cares_load(struct work *w, const struct cares_library **out_library)
{
    pthread_once(&once, load);
    if (!loaded)
        FAIL(w, ERR_UNAVAILABLE, "libcares.so.2 cannot be loaded; on Debian: apt install libc-ares2");
    *out_library = &library;
    return true;
}
