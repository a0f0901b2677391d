#include "net/percent.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool percent_decode(struct text t, bool plus_is_space, char *out_bytes, size_t *out_length)
{
    size_t length = 0;

    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        if (c == '%') {
            int high = i + 2 < t.length ? hex_digit(t.at[i + 1]) : -1, low = i + 2 < t.length ? hex_digit(t.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return false;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        out_bytes[length++] = c;
    }
    *out_length = length;
    return true;
}
