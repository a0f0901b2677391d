#include "net/parse.h"

#include "net/head.h"

#include <stdlib.h>
#include <string.h>

enum { HEAD_FIRST = 1024, BODY_FIRST = 4096, FRAMING_MAX = 16 * 1024 };

static int on_headers_complete(llhttp_t *machine)
{
    struct parse_message *m = machine->data;

    machine->upgrade = 0; /* we speak nothing else; an Upgrade may be ignored (RFC 9110, section 7.8) */
    m->framed = machine->content_length;
    m->framed_chunked = (machine->flags & F_CHUNKED) != 0;
    m->keeps_alive = llhttp_should_keep_alive(machine);
    return 0;
}

static bool body_room(struct parse_message *m, size_t more)
{
    size_t size = m->body_size ? m->body_size : m->chunked ? BODY_FIRST : (size_t)m->declared;
    char *grown;

    if (more > m->body_max - m->body_length)
        return false;
    while (size < m->body_length + more)
        size *= 2;
    if (size == m->body_size)
        return true;
    grown = malloc(size);
    if (!grown)
        return false;
    if (m->body) {
        memcpy(grown, m->body, m->body_length);
        explicit_bzero(m->body, m->body_length);
        free(m->body);
    }
    m->body = grown;
    m->body_size = size;
    return true;
}

static int on_body(llhttp_t *machine, const char *at, size_t length)
{
    struct parse_message *m = machine->data;

    if (!body_room(m, length)) {
        m->body_over = true;
        return HPE_USER;
    }
    memcpy(m->body + m->body_length, at, length);
    m->body_length += length;
    return 0;
}

/* What a chunk announces counts before it is there. After the last one llhttp takes LF alone for the empty line, so it stops here and
 * take_tail reads the end. */
static int on_chunk_header(llhttp_t *machine)
{
    struct parse_message *m = machine->data;

    m->body_over = machine->content_length > m->body_max - m->body_length;
    m->in_tail = machine->content_length == 0;
    return m->body_over ? HPE_USER : m->in_tail ? HPE_PAUSED : 0;
}

static int on_message_complete(llhttp_t *machine)
{
    struct parse_message *m = machine->data;

    m->complete = true;
    return HPE_PAUSED; /* what follows belongs to the next request */
}

static const llhttp_settings_t settings = {
    .on_headers_complete = on_headers_complete,
    .on_chunk_header = on_chunk_header,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
};

struct parser parser_of_rules(const struct parse_rules *rules)
{
    return (struct parser){ .rules = rules };
}

static bool refuse(struct parser *p, int status, const char *reason)
{
    p->state = PARSE_REFUSED;
    p->status = status;
    p->reason = reason;
    return false;
}

static bool head_room(struct parser *p)
{
    struct parse_message *old = p->message, *m;
    size_t size = old ? old->head_size * 2 : HEAD_FIRST;

    if (old && old->head_length < old->head_size)
        return true;
    if (old && old->head_length >= HTTP_HEAD_MAX)
        return refuse(p, 431, "The head of the request is longer than 16 KiB. Send fewer or shorter fields, or fewer cookies.");
    m = malloc(sizeof *m + size);
    if (!m)
        return refuse(p, 503, "The server has no memory for this request. Try again later.");
    if (old)
        memcpy(m, old, sizeof *m + old->head_length);
    else
        memset(m, 0, sizeof *m);
    m->head_size = size;
    message_destroy(&p->message);
    p->message = m;
    return true;
}

/* Both readings must give the same body, or somebody in front of us may have seen another one. */
static bool agree(struct parser *p, llhttp_errno_t result)
{
    struct parse_message *m = p->message;

    if (result != HPE_OK && !(result == HPE_PAUSED && m->complete))
        return refuse(p, 400, "The head of the request is malformed (RFC 9112). Send one request line, fields, and an empty line.");
    if (m->framed_chunked != m->chunked || (!m->chunked && m->framed != m->declared) || m->complete != (!m->chunked && m->declared == 0))
        return refuse(p, 400, "The length of the body is ambiguous. Send one Content-Length or one \"Transfer-Encoding: chunked\".");
    m->keeps_alive = m->keeps_alive && m->minor == 1;
    p->state = m->complete ? PARSE_DONE : PARSE_BODY;
    return true;
}

/* llhttp reads first, because our own reading decodes the address in place. */
static void head_ends(struct parser *p)
{
    struct parse_message *m = p->message;
    llhttp_errno_t result;
    struct head_refusal why;

    llhttp_init(&m->machine, HTTP_REQUEST, (llhttp_settings_t *)&settings); /* never written, but the type says so */
    m->machine.data = m;
    result = llhttp_execute(&m->machine, m->head, m->head_length);
    why = head_read(m, p->rules);
    if (why.status)
        refuse(p, why.status, why.reason);
    else
        agree(p, result);
}

static bool line_is_short(struct parser *p)
{
    struct parse_message *m = p->message;

    if (m->head_length - m->line_start <= HTTP_LINE_MAX + 1)
        return true;
    if (m->lines == 0)
        return refuse(p, 414, "The request line is longer than 8 KiB. Send a shorter address.");
    return refuse(p, 431, "A field of the request is longer than 8 KiB. Send a shorter one.");
}

static void line_ends(struct parser *p)
{
    struct parse_message *m = p->message;
    bool empty = m->head_length - m->line_start == 2;

    m->line_start = m->head_length;
    if (!empty) {
        if (++m->lines > 1 + HTTP_HEADERS_MAX)
            refuse(p, 431, "The request has more than 64 fields. Send fewer.");
    } else if (m->lines) {
        head_ends(p);
    } else if (!m->skipped) { /* one empty line before a request is forgiven (RFC 9112, section 2.2) */
        m->skipped = true;
        m->head_length = m->line_start = 0;
    } else {
        refuse(p, 400, "The request begins with empty lines. Begin with the request line.");
    }
}

static bool is_control(unsigned char c)
{
    return (c < 0x20 && c != '\t' && c != '\r' && c != '\n') || c == 0x7f;
}

static bool head_byte(struct parser *p, char byte)
{
    struct parse_message *m;
    char before = p->message && p->message->head_length ? p->message->head[p->message->head_length - 1] : '\0';

    if ((before == '\r') != (byte == '\n'))
        return refuse(p, 400, "A line ends with CR or LF alone. End lines with CR and LF together.");
    if (is_control((unsigned char)byte))
        return refuse(p, 400, "The head of the request has a control character or NUL. Leave it out.");
    if (!head_room(p))
        return false;
    m = p->message;
    m->head[m->head_length++] = byte;
    if (byte != '\n')
        return line_is_short(p);
    line_ends(p);
    return true;
}

static size_t take_head(struct parser *p, const char *bytes, size_t length)
{
    size_t used = 0;

    while (used < length && p->state == PARSE_HEAD)
        head_byte(p, bytes[used++]);
    return used;
}

/* The empty line behind the last chunk. A field in its place could change what a proxy in front believed of the head. */
static size_t take_tail(struct parser *p, const char *bytes, size_t length)
{
    static const char end[] = { '\r', '\n' };
    struct parse_message *m = p->message;
    size_t used = 0;

    while (used < length && m->tail_length < sizeof end && bytes[used] == end[m->tail_length]) {
        used++;
        m->tail_length++;
    }
    if (m->tail_length == sizeof end)
        p->state = PARSE_DONE;
    else if (used < length)
        refuse(p, 400, "The last chunk is not followed by an empty line. Send CR LF, and no trailer fields.");
    return used;
}

static bool body_is_good(struct parser *p, llhttp_errno_t result)
{
    struct parse_message *m = p->message;

    if (m->body_over)
        return refuse(p, 413, "The body is larger than this address takes. Send less.");
    if (result != HPE_OK && !(result == HPE_PAUSED && (m->complete || m->in_tail)))
        return refuse(p, 400, "The chunked body is malformed (RFC 9112, section 7.1). Send sizes in hexadecimal and end lines with CR LF.");
    if (m->raw_length - m->body_length > m->body_max + FRAMING_MAX) /* one byte a chunk costs five of framing; more is an attack on our time */
        return refuse(p, 413, "The chunks of the body are too small or their extensions too long. Send larger chunks.");
    return true;
}

static size_t take_body(struct parser *p, const char *bytes, size_t length)
{
    struct parse_message *m = p->message;
    llhttp_errno_t result;
    size_t used;

    if (m->in_tail)
        return take_tail(p, bytes, length);
    result = llhttp_execute(&m->machine, bytes, length);
    used = result == HPE_OK ? length : (size_t)(llhttp_get_error_pos(&m->machine) - bytes);
    m->raw_length += used;
    if (!body_is_good(p, result))
        return used;
    if (m->complete)
        p->state = PARSE_DONE;
    return m->in_tail ? used + take_tail(p, bytes + used, length - used) : used;
}

size_t parser_take(struct parser *p, const char *bytes, size_t length)
{
    size_t used = 0;

    if (p->state == PARSE_IDLE && length)
        p->state = PARSE_HEAD;
    if (p->state == PARSE_HEAD)
        used = take_head(p, bytes, length);
    if (p->state == PARSE_BODY && used < length)
        used += take_body(p, bytes + used, length - used);
    if (p->state == PARSE_DONE)
        p->message->request.body = text_of_bytes(p->message->body, p->message->body_length);
    return used;
}

bool parser_wants_continue(const struct parser *p)
{
    return p->state == PARSE_BODY && p->message->expects_continue && p->message->raw_length == 0;
}

size_t parser_body_length(const struct parser *p)
{
    return p->message ? p->message->body_length : 0;
}

bool parser_is_head(const struct parser *p)
{
    return p->message && p->message->head_length > 5 && memcmp(p->message->head, "HEAD ", 5) == 0;
}

struct parse_message *parser_take_message(struct parser *p)
{
    must(p->state == PARSE_DONE);
    p->state = PARSE_IDLE;
    return TAKE(p->message);
}

void parser_clear(struct parser *p)
{
    message_destroy(&p->message);
    p->state = PARSE_IDLE;
}

struct http_request *message_request(struct parse_message *m)
{
    return &m->request;
}

bool message_keeps_alive(const struct parse_message *m)
{
    return m->keeps_alive;
}

/* Requests hold people's data: nothing of them stays in free memory. */
void message_destroy(struct parse_message **m)
{
    if (!*m)
        return;
    if ((*m)->body) {
        explicit_bzero((*m)->body, (*m)->body_length);
        free((*m)->body);
    }
    explicit_bzero(*m, sizeof **m + (*m)->head_length);
    free(*m);
    *m = NULL;
}
