package io.lambdaregistry.seal;

import java.util.List;

/** Sends requests to seal versions. */
public interface SealRequests {
    /** Sends the requests, each at least once. */
    void send(List<SealRequest> requests);
}
