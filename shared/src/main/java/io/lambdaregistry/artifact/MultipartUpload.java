package io.lambdaregistry.artifact;

import java.util.List;

/**
 * An upload that a client makes in parts, to the store itself. The file is visible when it is completed, and not before.
 *
 * @param id names it to the store
 * @param parts all that it may have, in order
 */
public record MultipartUpload(String id, List<Part> parts) {
    /** @param number from 1 */
    public record Part(int number, PresignedRequest request) {}

    public MultipartUpload {
        parts = List.copyOf(parts);
    }
}
