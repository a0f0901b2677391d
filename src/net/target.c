#include "net/target.h"

#include "net/percent.h"

#include <string.h>

static bool has_dot_segment(struct text path)
{
    struct text segment;

    while (text_cut(&path, '/', &segment))
        if (text_equal(segment, TEXT(".")) || text_equal(segment, TEXT("..")))
            return true;
    return false;
}

static bool has_control(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if ((unsigned char)t.at[i] < 0x20 || t.at[i] == 0x7f)
            return true;
    return false;
}

static const char *path_parse(char *bytes, size_t length, struct text *out_path)
{
    size_t decoded;

    if (length == 0 || bytes[0] != '/')
        return "The address must begin with \"/\".";
    if (!percent_decode(text_of_bytes(bytes, length), false, bytes, &decoded))
        return "The path has a percent sign without two hexadecimal digits behind it; write %25 for a percent sign.";
    *out_path = text_of_bytes(bytes, decoded);
    if (has_control(*out_path))
        return "The path has a control character; leave it out.";
    if (!text_is_utf8(*out_path))
        return "The path is not UTF-8; encode it as UTF-8 before percent-encoding it.";
    if (has_dot_segment(*out_path))
        return "The path has a \".\" or \"..\" segment; send the path that is meant.";
    return NULL;
}

/* "http://host/..." and "https://host/...", which every server must take (RFC 9112, section 3.2.2). */
static size_t scheme_length(struct text t)
{
    if (text_equal_ascii_case(text_first(t, 7), TEXT("http://")))
        return 7;
    return text_equal_ascii_case(text_first(t, 8), TEXT("https://")) ? 8 : 0;
}

const char *target_parse(char *bytes, size_t length, struct target *out_target)
{
    size_t scheme = scheme_length(text_of_bytes(bytes, length)), path_length;
    char *end = bytes + length, *query, *path = bytes;

    *out_target = (struct target){ TEXT(""), TEXT(""), TEXT("") };
    if (memchr(bytes, '#', length))
        return "The address has a fragment; send only what stands before \"#\".";
    query = memchr(bytes, '?', length);
    if (scheme) {
        path = bytes + scheme;
        while (path < end && *path != '/' && *path != '?')
            path++;
        out_target->authority = text_of_bytes(bytes + scheme, (size_t)(path - bytes) - scheme);
        if (out_target->authority.length == 0)
            return "The address names no host.";
    }
    path_length = (size_t)((query ? query : end) - path);
    if (query)
        out_target->query = text_of_bytes(query + 1, (size_t)(end - query) - 1);
    if (scheme && path_length == 0) {
        out_target->path = TEXT("/");
        return NULL;
    }
    return path_parse(path, path_length, &out_target->path);
}

static bool is_host_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

static bool is_address_byte(char c)
{
    return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.';
}

static bool is_port(struct text t)
{
    uint64_t port;

    return t.length == 0 || (t.length <= 5 && text_to_u64(t, &port) && port <= 65535);
}

static bool all(struct text t, bool (*is)(char))
{
    for (size_t i = 0; i < t.length; i++)
        if (!is(t.at[i]))
            return false;
    return t.length > 0;
}

bool host_parse(char *bytes, size_t length, struct text *out_host)
{
    struct text host = text_of_bytes(bytes, length), port = TEXT("");
    bool address = length > 0 && bytes[0] == '[';
    const char *colon = address ? memchr(bytes, ']', length) : memchr(bytes, ':', length);

    if (length > 255 + 6 || (address && !colon))
        return false;
    if (address)
        colon++;
    if (colon && colon < bytes + length) {
        if (*colon != ':')
            return false;
        host = text_first(host, (size_t)(colon - bytes));
        port = text_from(text_of_bytes(bytes, length), host.length + 1);
    }
    for (size_t i = 0; i < host.length; i++)
        if (bytes[i] >= 'A' && bytes[i] <= 'Z')
            bytes[i] = (char)(bytes[i] + ('a' - 'A'));
    *out_host = host;
    if (address)
        return is_port(port) && host.length > 2 && all(text_of_bytes(bytes + 1, host.length - 2), is_address_byte);
    return is_port(port) && all(host, is_host_byte);
}
