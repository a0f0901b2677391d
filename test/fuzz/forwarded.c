/* X-Forwarded-For comes from the network, through proxies: whatever stands in it, the client is an address that can be read, and never one of our
 * proxies while another stands right of what was made up. */
#include "net/proxy.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* The first line names a proxy more, the rest is the field. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text rest = text_of_bytes(bytes, length), first = TEXT("");
    struct address_set proxies = { .count = 0 };
    struct peer_address proxy, client, again;
    struct http_header field = { TEXT("X-Forwarded-For"), TEXT("") };
    struct http_request r = { .headers = &field, .header_count = 1 };

    must(address_set_add(&proxies, TEXT("127.0.0.1")) && peer_address_parse(TEXT("127.0.0.1"), &proxy));
    text_cut(&rest, '\n', &first);
    (void)!address_set_add(&proxies, first);
    field.value = rest;
    client = proxy_client(&proxies, proxy, &r);
    must(peer_address_parse(text_of(client.words), &again));
    must(again.family == client.family && memcmp(again.bytes, client.bytes, 16) == 0 && memcmp(again.limit_key, client.limit_key, 16) == 0);
    return 0;
}
