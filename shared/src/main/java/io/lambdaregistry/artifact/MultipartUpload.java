package io.lambdaregistry.artifact;

import java.util.List;

/**
 * An upload in parts that a client sends directly to the store. The file becomes visible when the upload is completed.
 *
 * @param id the store's id of the upload
 * @param parts all parts that it can have, in order
 */
public record MultipartUpload(String id, List<Part> parts) {
    /** @param number the part number, from 1 */
    public record Part(int number, PresignedRequest request) {}

    public MultipartUpload {
        parts = List.copyOf(parts);
    }
}
