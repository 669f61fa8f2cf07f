package io.lambdaregistry.functions;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * The moment at which SnapStart saves a function's memory, from which it starts any number of copies. Without SnapStart there
 * is no such moment, and nothing is prepared.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda's runtime hooks</a>
 */
public final class Snapshot {
    private static final boolean IS_TAKEN = "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

    private Snapshot() {}

    /** Work that runs before the snapshot is taken. */
    @FunctionalInterface
    public interface Preparation {
        void run() throws Exception;
    }

    /**
     * Registers a preparation to run before the snapshot. A preparation that fails is logged, no more: a function that is not
     * prepared works too.
     */
    public static void prepare(Preparation preparation) {
        if (IS_TAKEN) {
            Hook.PREPARATIONS.add(preparation);
        }
    }

    /**
     * A separate class, so that CRaC is loaded only where there is a snapshot. CRaC keeps hooks by weak references; a field
     * here keeps the hook alive.
     */
    private static final class Hook implements Resource {
        private static final List<Preparation> PREPARATIONS = new CopyOnWriteArrayList<>();
        private static final Hook INSTANCE = new Hook();

        static {
            Core.getGlobalContext().register(INSTANCE);
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {
            PREPARATIONS.forEach(Hook::run);
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) {
            // beforeCheckpoint has dropped everything that copies must not share
        }

        @SuppressWarnings("CatchingUnchecked") // a rehearsal must never keep a function from being deployed
        private static void run(Preparation preparation) {
            try {
                preparation.run();
            } catch (Exception | LinkageError failure) {
                LambdaRuntime.getLogger().log("not prepared for the snapshot: " + failure);
            }
        }
    }
}
