/* Raw requests and what must become of them: told to the parser alone (parse.c) and to a server over a socket (server.c). */
#ifndef NET_VECTORS_H
#define NET_VECTORS_H

#include "base/text.h"

#define LINE "POST /in HTTP/1.1\r\n"
#define HOST "Host: www.hikari.example\r\n"
#define CHUNKED LINE HOST "Transfer-Encoding: chunked\r\n\r\n"

/* Status 0: a whole request; 100: more bytes are needed. */
static const struct vector {
    int status;
    const char *name;
    struct text bytes;
} vectors[] = {
    { 0, "plain GET", TEXT("GET / HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "length", TEXT(LINE HOST "Content-Length: 3\r\n\r\nabc") },
    { 0, "chunked", TEXT(CHUNKED "3\r\nabc\r\n0\r\n\r\n") },
    { 0, "chunk extension", TEXT(CHUNKED "3;a=b\r\nabc\r\n0\r\n\r\n") },
    { 0, "one empty line before", TEXT("\r\nGET / HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "HTTP/1.0 with a Host", TEXT("GET / HTTP/1.0\r\n" HOST "\r\n") },
    { 0, "absolute form", TEXT("GET http://www.hikari.example/a?b HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "absolute form without a path", TEXT("GET HTTP://www.hikari.example HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "upgrade is ignored", TEXT("GET / HTTP/1.1\r\n" HOST "Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n") },
    { 0, "no space after the colon", TEXT("GET / HTTP/1.1\r\nHost:www.hikari.example\r\n\r\n") },
    { 100, "half a head", TEXT("GET / HTTP/1.1\r\n" HOST) },
    { 100, "half a body", TEXT(LINE HOST "Content-Length: 3\r\n\r\nab") },
    { 100, "chunks without their end", TEXT(CHUNKED "3\r\nabc\r\n0\r\n") },
    /* two readings of one length */
    { 400, "CL and TE", TEXT(LINE HOST "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG") },
    { 400, "TE and CL", TEXT(LINE HOST "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n") },
    { 400, "two lengths", TEXT(LINE HOST "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd") },
    { 400, "two equal lengths", TEXT(LINE HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc") },
    { 400, "list of lengths", TEXT(LINE HOST "Content-Length: 3, 3\r\n\r\nabc") },
    { 400, "signed length", TEXT(LINE HOST "Content-Length: +3\r\n\r\nabc") },
    { 400, "negative length", TEXT(LINE HOST "Content-Length: -1\r\n\r\n") },
    { 400, "hexadecimal length", TEXT(LINE HOST "Content-Length: 0x3\r\n\r\nabc") },
    { 400, "length with words", TEXT(LINE HOST "Content-Length: 3 abc\r\n\r\nabc") },
    { 400, "empty length", TEXT(LINE HOST "Content-Length:\r\n\r\n") },
    { 400, "length past 64 bits", TEXT(LINE HOST "Content-Length: 18446744073709551619\r\n\r\nabc") },
    { 400, "TE twice", TEXT(LINE HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE chunked twice in a list", TEXT(LINE HOST "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE xchunked", TEXT(LINE HOST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE identity", TEXT(LINE HOST "Transfer-Encoding: identity\r\n\r\n") },
    { 400, "TE chunked, identity", TEXT(LINE HOST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n") },
    { 400, "TE with a parameter", TEXT(LINE HOST "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n") },
    { 400, "TE quoted", TEXT(LINE HOST "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n") },
    { 400, "TE with a vertical tab", TEXT(LINE HOST "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE folded", TEXT(LINE HOST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n") },
    { 400, "TE in HTTP/1.0", TEXT("POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n") },
    { 501, "TE gzip", TEXT(LINE HOST "Transfer-Encoding: gzip\r\n\r\n") },
    { 501, "TE gzip, chunked", TEXT(LINE HOST "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n") },
    /* lines */
    { 400, "space before the colon", TEXT(LINE HOST "Content-Length : 3\r\n\r\nabc") },
    { 400, "tab before the colon", TEXT(LINE HOST "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n") },
    { 400, "folded field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c\r\n\r\n") },
    { 400, "first field begins with a space", TEXT("GET / HTTP/1.1\r\n " HOST "\r\n") },
    { 400, "field without a colon", TEXT("GET / HTTP/1.1\r\n" HOST "nothing\r\n\r\n") },
    { 400, "field without a name", TEXT("GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n") },
    { 400, "LF alone after the request line", TEXT("GET / HTTP/1.1\n" HOST "\r\n") },
    { 400, "LF alone after a field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\nX-B: c\r\n\r\n") },
    { 400, "LF LF as the end", TEXT("GET / HTTP/1.1\r\n" HOST "\n") },
    { 400, "CR alone in a field", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\rContent-Length: 3\r\n\r\n") },
    { 400, "CR alone at the end of the head", TEXT("GET / HTTP/1.1\r\n" HOST "\rX") },
    { 400, "NUL in a value", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: b\0c\r\n\r\n") },
    { 400, "NUL in a name", TEXT("GET / HTTP/1.1\r\n" HOST "X\0A: b\r\n\r\n") },
    { 400, "DEL in a value", TEXT("GET / HTTP/1.1\r\n" HOST "X-A: \x7f\r\n\r\n") },
    { 400, "two empty lines before", TEXT("\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "bytes of TLS", TEXT("\x16\x03\x01\x02\x00\x01") },
    /* chunks */
    { 400, "chunk size with 0x", TEXT(CHUNKED "0x3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size negative", TEXT(CHUNKED "-3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size empty", TEXT(CHUNKED "\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size past 64 bits", TEXT(CHUNKED "10000000000000003\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size with a space before", TEXT(CHUNKED " 3\r\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size line with LF alone", TEXT(CHUNKED "3\nabc\r\n0\r\n\r\n") },
    { 400, "chunk size line with CR alone", TEXT(CHUNKED "3\rXabc\r\n0\r\n\r\n") },
    { 400, "chunk data longer than its size", TEXT(CHUNKED "3\r\nabcd\r\n0\r\n\r\n") },
    { 400, "chunk data ended by LF alone", TEXT(CHUNKED "3\r\nabc\n0\r\n\r\n") },
    { 400, "chunk extension ended by LF alone", TEXT(CHUNKED "3;a\nabc\r\n0\r\n\r\n") },
    { 400, "chunk extension with CR alone", TEXT(CHUNKED "3;a\rb\r\nabc\r\n0\r\n\r\n") },
    { 400, "last chunk ended by LF alone", TEXT(CHUNKED "3\r\nabc\r\n0\r\n\n") },
    { 400, "trailer field", TEXT(CHUNKED "3\r\nabc\r\n0\r\nHost: other.example\r\n\r\n") },
    /* request line */
    { 400, "no version", TEXT("GET /\r\n" HOST "\r\n") },
    { 400, "two spaces", TEXT("GET  / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "space in the address", TEXT("GET /a b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "space at the end", TEXT("GET / HTTP/1.1 \r\n" HOST "\r\n") },
    { 400, "tab for a space", TEXT("GET\t/\tHTTP/1.1\r\n" HOST "\r\n") },
    { 400, "http in small letters", TEXT("GET / http/1.1\r\n" HOST "\r\n") },
    { 400, "version with more digits", TEXT("GET / HTTP/1.10\r\n" HOST "\r\n") },
    { 505, "HTTP/2.0", TEXT("GET / HTTP/2.0\r\n" HOST "\r\n") },
    { 505, "HTTP/1.2", TEXT("GET / HTTP/1.2\r\n" HOST "\r\n") },
    { 505, "preface of HTTP/2", TEXT("PRI * HTTP/2.0\r\n\r\n") },
    { 405, "TRACE", TEXT("TRACE / HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "PUT", TEXT("PUT / HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "CONNECT", TEXT("CONNECT www.hikari.example:443 HTTP/1.1\r\n" HOST "\r\n") },
    { 405, "OPTIONS *", TEXT("OPTIONS * HTTP/1.1\r\n" HOST "\r\n") },
    { 501, "unknown method", TEXT("BREW / HTTP/1.1\r\n" HOST "\r\n") },
    { 501, "get in small letters", TEXT("get / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "method with a bracket", TEXT("G[T / HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "raw bytes in the address", TEXT("GET /\xC3\xA9 HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "fragment", TEXT("GET /#a HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "GET *", TEXT("GET * HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "address without a slash", TEXT("GET privacy HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot segment", TEXT("GET /a/./b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot segment", TEXT("GET /a/../b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot in code", TEXT("GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "dot dot with an encoded slash", TEXT("GET /a/..%2fb HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "NUL in code", TEXT("GET /a%00b HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "CR LF in code", TEXT("GET /a%0d%0ab HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "overlong UTF-8", TEXT("GET /%C0%AE%C0%AE/ HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "half a percent sign", TEXT("GET /a%4 HTTP/1.1\r\n" HOST "\r\n") },
    /* host */
    { 400, "no Host", TEXT("GET / HTTP/1.1\r\n\r\n") },
    { 400, "no Host in HTTP/1.0", TEXT("GET / HTTP/1.0\r\n\r\n") },
    { 400, "two Hosts", TEXT("GET / HTTP/1.1\r\n" HOST HOST "\r\n") },
    { 400, "empty Host", TEXT("GET / HTTP/1.1\r\nHost:\r\n\r\n") },
    { 400, "list of Hosts", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example, other.example\r\n\r\n") },
    { 400, "Host with a user", TEXT("GET / HTTP/1.1\r\nHost: a@www.hikari.example\r\n\r\n") },
    { 400, "Host with a bad port", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example:80a\r\n\r\n") },
    { 400, "Host with a port too large", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example:65536\r\n\r\n") },
    { 400, "address and Host differ", TEXT("GET http://other.example/ HTTP/1.1\r\n" HOST "\r\n") },
    { 400, "user in the address", TEXT("GET http://www.hikari.example@other.example/ HTTP/1.1\r\n" HOST "\r\n") },
    { 0, "Host in capitals with a port", TEXT("GET / HTTP/1.1\r\nHost: WWW.Hikari.Example:8080\r\n\r\n") },
    { 0, "Host is an IPv6 address", TEXT("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n") },
    { 421, "another Host", TEXT("GET / HTTP/1.1\r\nHost: other.example\r\n\r\n") },
    { 421, "Host with a dot behind", TEXT("GET / HTTP/1.1\r\nHost: www.hikari.example.\r\n\r\n") },
    { 421, "another Host as absolute form", TEXT("GET http://other.example/ HTTP/1.1\r\nHost: other.example\r\n\r\n") },
    /* size and expectation */
    { 413, "declared over the limit", TEXT(LINE HOST "Content-Length: 65537\r\n\r\n") },
    { 413, "chunk over the limit", TEXT(CHUNKED "10001\r\n") },
    { 417, "unknown expectation", TEXT(LINE HOST "Expect: tea\r\nContent-Length: 3\r\n\r\nabc") },
};

#undef LINE
#undef HOST
#undef CHUNKED

#endif
