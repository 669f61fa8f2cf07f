package io.lambdaregistry.functions.garbage;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.garbage.GarbageCollector;
import java.util.Map;

/** The operations on deleted entities. A schedule calls the collection too, with the same request as a client's. */
public final class GarbageOperations extends OperationGroup {
    private static final String ROOT = "/{api}/2.0/registry/";

    public GarbageOperations() {
        super(operations(services()));
    }

    private static Map<String, ApiHandler> operations(Services services) {
        GarbageCollector garbage = services.garbage();
        return Map.of(
                "GET " + ROOT + "deleted", new ListDeleted(garbage),
                "POST " + ROOT + "restore", new RestoreDeleted(services.registry(), services.loggedModels()),
                "POST " + ROOT + "gc", new CollectGarbage(garbage));
    }
}
