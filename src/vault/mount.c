#include "vault/mount.h"

#include <stdio.h>

/* "36 35 98:0 /root /mount rw,noatime shared:1 - ext4 /dev/root rw,errors=continue": the device is the third word, the options of the
 * super block the third behind the lone hyphen, which stands after any number of optional words. */
static bool line_options(struct text line, struct text device, struct text *out_options)
{
    struct text word, type, source;

    for (int at = 0; text_cut(&line, ' ', &word); at++) {
        if (at == 2 && !text_equal(word, device))
            return false;
        if (at < 6 || !text_equal(word, TEXT("-")))
            continue;
        if (!text_cut(&line, ' ', &type) || !text_cut(&line, ' ', &source))
            return false;
        *out_options = line;
        return true;
    }
    return false;
}

bool mount_find(struct text table, unsigned device_major, unsigned device_minor, struct text *out_options)
{
    char number[32];
    struct text device, line;
    bool found = false;

    device = text_of_bytes(number, (size_t)snprintf(number, sizeof number, "%u:%u", device_major, device_minor));
    while (text_cut(&table, '\n', &line))
        found |= line_options(line, device, out_options);
    return found;
}

bool mount_has(struct text options, struct text option)
{
    struct text one;

    while (text_cut(&options, ',', &one))
        if (text_equal(one, option))
            return true;
    return false;
}
