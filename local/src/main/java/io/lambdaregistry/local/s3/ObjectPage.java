package io.lambdaregistry.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A page of a bucket's keys. The keys below a common prefix are skipped, not read: a page costs as many reads as it has
 * entries, however many keys lie below a prefix.
 */
final class ObjectPage {
    private static final int MAX_KEYS = 1000;

    private final ObjectIndex index;
    private final String bucket;
    private final byte[] prefix;
    private final String delimiter;
    private final List<S3Object> objects = new ArrayList<>();
    private final List<CommonPrefix> prefixes = new ArrayList<>();

    private ObjectPage(ObjectIndex index, ListObjectsV2Request request) {
        this.index = index;
        this.bucket = request.bucket();
        this.prefix = ObjectIndex.utf8(Objects.requireNonNullElse(request.prefix(), ""));
        this.delimiter = Objects.requireNonNullElse(request.delimiter(), "");
    }

    static ListObjectsV2Response page(ObjectIndex index, ListObjectsV2Request request) {
        index.requireBucket(request.bucket());
        return new ObjectPage(index, request).read(request);
    }

    private ListObjectsV2Response read(ListObjectsV2Request request) {
        int maxKeys = Math.min(Objects.requireNonNullElse(request.maxKeys(), MAX_KEYS), MAX_KEYS);
        byte @Nullable [] from = from(request);
        byte @Nullable [] end = after(prefix);
        String last = null;
        while (from != null && size() < maxKeys) {
            int wanted = maxKeys - size();
            List<ObjectIndex.Entry> entries = index.list(bucket, from, end, wanted);
            from = null;
            for (ObjectIndex.Entry entry : entries) {
                String common = commonPrefix(entry.key());
                last = common == null ? entry.key() : common;
                if (common == null) {
                    objects.add(object(entry));
                } else {
                    prefixes.add(CommonPrefix.builder().prefix(common).build());
                    from = after(ObjectIndex.utf8(common));
                    break;
                }
            }
            if (from == null && entries.size() == wanted && last != null) {
                from = next(last);
            }
        }
        boolean isTruncated = maxKeys > 0
                && from != null
                && last != null
                && !index.list(bucket, from, end, 1).isEmpty();
        return ListObjectsV2Response.builder()
                .contents(objects)
                .commonPrefixes(prefixes)
                .isTruncated(isTruncated)
                .nextContinuationToken(isTruncated && last != null ? token(last) : null)
                .build();
    }

    private int size() {
        return objects.size() + prefixes.size();
    }

    /** The first key that may be in the page; null where none can be. */
    private byte @Nullable [] from(ListObjectsV2Request request) {
        String after = request.continuationToken() == null ? request.startAfter() : key(request.continuationToken());
        if (after == null || after.isEmpty()) {
            return prefix;
        }
        byte[] next = next(after);
        return next == null || Arrays.compareUnsigned(next, prefix) > 0 ? next : prefix;
    }

    /** The least key after an entry of the page; after a common prefix, the least key that does not begin with it. */
    private byte @Nullable [] next(String shown) {
        byte[] bytes = ObjectIndex.utf8(shown);
        return shown.equals(commonPrefix(shown)) ? after(bytes) : Arrays.copyOf(bytes, bytes.length + 1);
    }

    private @Nullable String commonPrefix(String key) {
        byte[] bytes = ObjectIndex.utf8(key);
        if (delimiter.isEmpty()
                || bytes.length < prefix.length
                || !Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length)) {
            return null;
        }
        int begin = new String(prefix, StandardCharsets.UTF_8).length();
        int found = key.indexOf(delimiter, begin);
        return found < 0 ? null : key.substring(0, found + delimiter.length());
    }

    /** The least bytes that are greater than all that begin with these; null if there are none. */
    private static byte @Nullable [] after(byte[] prefix) {
        for (int length = prefix.length; length > 0; length--) {
            if (prefix[length - 1] != (byte) 0xFF) {
                byte[] after = Arrays.copyOf(prefix, length);
                after[length - 1]++;
                return after;
            }
        }
        return null;
    }

    private static S3Object object(ObjectIndex.Entry entry) {
        return S3Object.builder()
                .key(entry.key())
                .eTag(entry.object().etag())
                .size(entry.object().size())
                .lastModified(entry.object().modified())
                .storageClass("STANDARD")
                .build();
    }

    private static String token(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(ObjectIndex.utf8(last));
    }

    private static String key(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Exceptions.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
