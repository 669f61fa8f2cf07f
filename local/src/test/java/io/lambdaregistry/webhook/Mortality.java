package io.lambdaregistry.webhook;

import io.lambdaregistry.webhook.FunctionCall.Killed;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A process that is killed at one of its AWS calls, just before or just after the call's effect, and does nothing from then on.
 */
final class Mortality {
    private final int lastCall;
    private final boolean done;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * @param lastCall which call is its last, from 1
     * @param done whether that is done still
     */
    Mortality(int lastCall, boolean done) {
        this.lastCall = lastCall;
        this.done = done;
    }

    static Mortality none() {
        return new Mortality(Integer.MAX_VALUE, true);
    }

    <C> C of(Class<C> type, C client) {
        return type.cast(Proxy.newProxyInstance(
                Mortality.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (arguments != null && arguments[0] instanceof Consumer<?>) {
                        return InvocationHandler.invokeDefault(
                                proxy, method, arguments); // calls again, with the request
                    }
                    int call = calls.incrementAndGet();
                    if (call > lastCall || (call == lastCall && !done)) {
                        throw new Killed();
                    }
                    try {
                        Object answer = method.invoke(client, arguments);
                        if (call == lastCall) {
                            throw new Killed();
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
