package io.lambdaregistry.artifact;

import java.io.IOException;
import java.io.OutputStream;

/** A source that pushes its bytes, of which it need not know the number. */
@FunctionalInterface
public interface ArtifactWriter {
    /** @throws IOException where the source broke off: what was written until then is not the whole */
    void writeTo(OutputStream out) throws IOException;
}
