#include "net/head.h"

#include "net/target.h"

#include <string.h>

#define PASS ((struct head_refusal){ 0, NULL })
#define REFUSE(status, reason) return ((struct head_refusal){ (status), (reason) })

static const struct text served_methods[] = { TEXT("GET"), TEXT("HEAD"), TEXT("POST") };
static const struct text known_methods[] = { TEXT("PUT"), TEXT("DELETE"), TEXT("PATCH"), TEXT("OPTIONS"), TEXT("TRACE"), TEXT("CONNECT") };
/* Transfer codings that exist (RFC 9112, section 7) and that we do not speak; any other word is an attempt to hide "chunked". */
static const struct text known_codings[] = { TEXT("gzip"), TEXT("x-gzip"), TEXT("compress"), TEXT("x-compress"), TEXT("deflate") };

static bool is_one_of(struct text t, const struct text *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(t, list[i]))
            return true;
    return false;
}

/* RFC 9110, section 5.6.2 */
static bool is_token(struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        char c = t.at[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return t.length > 0;
}

static bool is_target(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] <= 0x20 || t.at[i] > 0x7e)
            return false;
    return t.length > 0;
}

static struct head_refusal read_version(struct parse_message *m, struct text version)
{
    const char *digits = version.at + 5;

    if (version.length != 8 || !text_starts(version, TEXT("HTTP/")) || !byte_is_digit(digits[0]) || digits[1] != '.' || !byte_is_digit(digits[2]))
        REFUSE(400, "The request line does not end with \"HTTP/1.1\". Send: METHOD SP address SP HTTP/1.1.");
    if (digits[0] != '1' || digits[2] > '1')
        REFUSE(505, "This version of HTTP is not spoken here. Send HTTP/1.1.");
    m->minor = digits[2] - '0';
    return PASS;
}

static struct head_refusal read_method(struct parse_message *m, struct text method)
{
    if (!is_token(method))
        REFUSE(400, "The request line does not begin with a method. Send: METHOD SP address SP HTTP/1.1.");
    if (is_one_of(method, known_methods, COUNT_OF(known_methods)))
        REFUSE(405, "This method is not served here. Use GET, HEAD or POST.");
    if (!is_one_of(method, served_methods, COUNT_OF(served_methods)))
        REFUSE(501, "This method is not known here. Use GET, HEAD or POST, in capitals.");
    m->request.method = method;
    return PASS;
}

static struct head_refusal read_request_line(struct parse_message *m, struct text line, struct target *out_target)
{
    struct text method, target, version = line;
    struct head_refusal why;
    const char *wrong;

    if (!text_cut(&version, ' ', &method) || !text_cut(&version, ' ', &target) || !is_target(target))
        REFUSE(400, "The request line is malformed. Send: METHOD SP address SP HTTP/1.1, with other characters percent-encoded.");
    why = read_version(m, version);
    if (why.status)
        return why;
    why = read_method(m, method);
    if (why.status)
        return why;
    if (target.length > HTTP_TARGET_MAX)
        REFUSE(414, "The address is longer than 4 KiB. Send a shorter one, or a form by POST.");
    wrong = target_parse((char *)target.at, target.length, out_target); /* points into our own head */
    if (wrong)
        REFUSE(400, wrong);
    m->request.path = out_target->path;
    m->request.query = out_target->query;
    return PASS;
}

static struct head_refusal read_field(struct parse_message *m, struct text line)
{
    struct http_header *h = &m->headers[m->request.header_count];
    struct text name;

    if (line.at[0] == ' ' || line.at[0] == '\t')
        REFUSE(400, "A field is folded over two lines. Send each field on one line.");
    if (!memchr(line.at, ':', line.length))
        REFUSE(400, "A field has no colon. Send: Name: value.");
    text_cut(&line, ':', &name);
    if (!is_token(name))
        REFUSE(400, "The name of a field has a space or a character that names cannot have. Send: Name: value, no space before the colon.");
    *h = (struct http_header){ name, text_trim(line) };
    m->request.header_count++;
    return PASS;
}

static struct head_refusal read_fields(struct parse_message *m, struct text rest)
{
    struct text line;
    struct head_refusal why = PASS;

    while (!why.status && text_cut(&rest, '\n', &line) && line.length > 1)
        why = read_field(m, text_first(line, line.length - 1));
    return why;
}

static size_t find_fields(const struct parse_message *m, struct text name, struct text *out_value)
{
    size_t count = 0;

    for (size_t i = 0; i < m->request.header_count; i++)
        if (text_equal_ascii_case(m->headers[i].name, name)) {
            *out_value = m->headers[i].value;
            count++;
        }
    return count;
}

static struct head_refusal read_coding(struct parse_message *m, struct text value, size_t count)
{
    struct text first;

    if (m->minor == 0)
        REFUSE(400, "HTTP/1.0 has no Transfer-Encoding. Send HTTP/1.1 or a Content-Length.");
    if (count > 1)
        REFUSE(400, "The request has more than one Transfer-Encoding. Send one.");
    if (text_equal_ascii_case(value, TEXT("chunked"))) {
        m->chunked = true;
        return PASS;
    }
    if (text_cut(&value, ',', &first) && is_one_of(text_trim(first), known_codings, COUNT_OF(known_codings)) &&
        (value.length == 0 || text_equal_ascii_case(text_trim(value), TEXT("chunked"))))
        REFUSE(501, "This transfer coding is not spoken here. Send \"Transfer-Encoding: chunked\" or a Content-Length.");
    REFUSE(400, "The Transfer-Encoding is not exactly \"chunked\". Send \"chunked\" or a Content-Length.");
}

static struct head_refusal read_length(struct parse_message *m, const struct parse_rules *rules)
{
    struct text length, coding;
    size_t lengths = find_fields(m, TEXT("content-length"), &length), codings = find_fields(m, TEXT("transfer-encoding"), &coding);

    m->body_max = rules->body_max;
    if (lengths && codings)
        REFUSE(400, "The request has both Content-Length and Transfer-Encoding. Send one of them.");
    if (lengths > 1)
        REFUSE(400, "The request has more than one Content-Length. Send one.");
    if (codings)
        return read_coding(m, coding, codings);
    if (lengths && (length.length > 18 || !text_to_u64(length, &m->declared)))
        REFUSE(400, "The Content-Length is not a plain decimal number. Send digits only.");
    if (m->declared > rules->body_max)
        REFUSE(413, "The body is larger than this address takes. Send less.");
    return PASS;
}

static struct head_refusal read_host(struct parse_message *m, const struct parse_rules *rules, struct text authority)
{
    struct text value, named;

    if (find_fields(m, TEXT("host"), &value) != 1)
        REFUSE(400, "The request must have exactly one Host field. Send one: Host: name.");
    if (!host_parse((char *)value.at, value.length, &m->request.host)) /* points into our own head */
        REFUSE(400, "The Host field is not the name of a host. Send: Host: name or Host: name:port.");
    if (authority.length) {
        if (!host_parse((char *)authority.at, authority.length, &named))
            REFUSE(400, "The address names a host that cannot be read. Send: http://name/path.");
        if (!text_equal(named, m->request.host))
            REFUSE(400, "The address and the Host field name different hosts. Send the same in both.");
    }
    if (rules->hosts && !is_one_of(m->request.host, rules->hosts, rules->host_count))
        REFUSE(421, "No site of this name is served here. Check the Host field and the server names of the proxy in front.");
    return PASS;
}

static struct head_refusal read_expectation(struct parse_message *m)
{
    struct text value;

    if (m->minor == 0 || find_fields(m, TEXT("expect"), &value) == 0)
        return PASS;
    if (!text_equal_ascii_case(value, TEXT("100-continue")))
        REFUSE(417, "This expectation is not known here. Send \"Expect: 100-continue\" or none.");
    m->expects_continue = true;
    return PASS;
}

struct head_refusal head_read(struct parse_message *m, const struct parse_rules *rules)
{
    struct text rest = text_of_bytes(m->head, m->head_length), line;
    struct target target;
    struct head_refusal why;

    text_cut(&rest, '\n', &line);
    why = read_request_line(m, text_first(line, line.length - 1), &target);
    m->request.headers = m->headers;
    if (!why.status)
        why = read_fields(m, rest);
    if (!why.status)
        why = read_length(m, rules);
    if (!why.status)
        why = read_host(m, rules, target.authority);
    return why.status ? why : read_expectation(m);
}
