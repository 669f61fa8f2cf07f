package io.lambdaregistry.functions;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * The moment at which SnapStart keeps a function's memory, to start any number of copies from it. Without SnapStart there is
 * none, and nothing is prepared.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-java.html">Lambda's runtime hooks</a>
 */
public final class Snapshot {
    private static final boolean IS_TAKEN = "snap-start".equals(System.getenv("AWS_LAMBDA_INITIALIZATION_TYPE"));

    private Snapshot() {}

    /** What is done before the snapshot. */
    @FunctionalInterface
    public interface Preparation {
        void run() throws Exception;
    }

    /** Has it run before the snapshot. One that fails is a line in the log: a function that is not prepared works too. */
    public static void prepare(Preparation preparation) {
        if (IS_TAKEN) {
            Hook.PREPARATIONS.add(preparation);
        }
    }

    /** In a class of its own, so that CRaC is loaded only where there is a snapshot. It keeps hooks weakly: this field does not. */
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
            // what a copy must not share was dropped before
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
