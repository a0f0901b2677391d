#include "net/compress.h"

#include <brotli/encode.h>
#include <zlib.h>

bool compress_brotli(struct work *w, struct text bytes, struct text *out_brotli)
{
    size_t most = BrotliEncoderMaxCompressedSize(bytes.length), size = most;
    uint8_t *out = size ? work_take(w, 1, size) : NULL;

    if (!out)
        FAIL(w, ERR_LIMIT, "%zu bytes are too many to compress", bytes.length);
    if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.length, (const uint8_t *)bytes.at, &size, out))
        FAIL(w, ERR_LIMIT, "%zu bytes could not be compressed with brotli", bytes.length);
    arena_trim(w->arena, out, most, size);
    *out_brotli = text_of_bytes(out, size);
    return true;
}

bool compress_gzip(struct work *w, struct text bytes, struct text *out_gzip)
{
    enum { GZIP_WINDOW = 15 + 16 };
    z_stream z = { .next_in = (Bytef *)(uintptr_t)bytes.at, .avail_in = (uInt)bytes.length };
    size_t most;
    int result;

    if (bytes.length > 64u << 20 || deflateInit2(&z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        FAIL(w, ERR_LIMIT, "%zu bytes are too many to compress", bytes.length);
    most = deflateBound(&z, (uLong)bytes.length);
    z.avail_out = (uInt)most;
    z.next_out = work_take(w, 1, most);
    if (!z.next_out) {
        deflateEnd(&z);
        return false;
    }
    *out_gzip = text_of_bytes(z.next_out, 0);
    result = deflate(&z, Z_FINISH);
    out_gzip->length = z.total_out;
    arena_trim(w->arena, (void *)(uintptr_t)out_gzip->at, most, out_gzip->length);
    deflateEnd(&z);
    if (result != Z_STREAM_END)
        FAIL(w, ERR_LIMIT, "%zu bytes could not be compressed with gzip", bytes.length);
    return true;
}
