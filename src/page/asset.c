#include "page/asset.h"

#include <string.h>

enum { HASH_DIGITS = 16 };

/* "visitor-" + 16 hex digits + ".css": equal but for the digits. */
static bool is_of(struct text path, struct text name)
{
    size_t dash = 0;

    if (path.length != name.length)
        return false;
    if (!text_find(name, TEXT("-"), &dash))
        return text_equal(path, name);
    for (size_t i = 0; i < path.length; i++) {
        bool digit = i > dash && i <= dash + HASH_DIGITS;

        if (digit ? !strchr("0123456789abcdef", path.at[i]) || !path.at[i] : path.at[i] != name.at[i])
            return false;
    }
    return true;
}

const struct asset *asset_find(struct text path, bool *out_exact)
{
    size_t dash;

    for (size_t i = 0; i < ASSETS; i++) {
        if (is_of(path, assets[i].path)) {
            *out_exact = text_equal(path, assets[i].path) && text_find(path, TEXT("-"), &dash);
            return &assets[i];
        }
    }
    return NULL;
}
