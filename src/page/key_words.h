/* Keys of the policy language with their words. Private to src/page. */
#ifndef PAGE_KEY_WORDS_H
#define PAGE_KEY_WORDS_H

#include "html/message.h"

struct key_words {
    const char *key;
    enum message words;
};

/* The words of a key; a key that has none stands for itself. */
struct text key_words_find(enum language language, const struct key_words *keys, size_t count, struct text key);

#endif
