package io.lambdaregistry.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** Writes the bytes of an artifact, whose number need not be known. */
@FunctionalInterface
public interface ArtifactWriter {
    /** @throws IOException if the source ended early: the bytes written so far are incomplete */
    void writeTo(OutputStream out) throws IOException;
}
