package io.lambdaregistry.functions.snapstart;

import com.amazonaws.services.lambda.runtime.Context;
import io.lambdaregistry.functions.FunctionContext;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.logging.RequestLog;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a function on sample events, so that its classes are loaded, linked and initialised and its code is compiled. A
 * rehearsal calls no AWS service: it runs on a separate set of services, whose HTTP client answers within this process. So no
 * table is read or written, and no state of the rehearsal stays in the services that will handle requests.
 */
public final class Rehearsal {
    /** A rehearsal is no request, so its lines are dropped. */
    private static final Context CONTEXT = FunctionContext.silent("rehearsal", "rehearsal");

    /** The JVM compiles a method after 200 calls. Not every method is called in every round, but few are left uncompiled. */
    private static final int ROUNDS = 200;

    /** Lambda allows at least 130 seconds. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final DateTimeFormatter LOG_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Rehearsal() {}

    /**
     * Runs the function once on each sample, and returns its responses by route key.
     *
     * @param function has a constructor without parameters, which Lambda calls too
     */
    public static Map<String, List<byte[]>> of(Class<? extends LambdaFunction> function)
            throws ReflectiveOperationException {
        return run(function, 1);
    }

    /** Repeats the samples until the code of a request is compiled, or for 10 seconds. */
    static void untilCompiled(Class<? extends LambdaFunction> function) throws ReflectiveOperationException {
        run(function, ROUNDS);
    }

    private static Map<String, List<byte[]>> run(Class<? extends LambdaFunction> function, int rounds)
            throws ReflectiveOperationException {
        SampleAnswers aws = new SampleAnswers();
        LambdaFunction rehearsed =
                Services.answeredBy(aws).wire(() -> function.getConstructor().newInstance());
        Method method = function.getMethod("handleRequest", InputStream.class, OutputStream.class, Context.class);
        Map<String, List<byte[]>> answers = new HashMap<>();
        long began = System.nanoTime();
        for (int round = 0; round < rounds && System.nanoTime() - began < LONGEST.toNanos(); round++) {
            aws.beginRound();
            for (String routeKey : rehearsed.routeKeys()) {
                answers.put(routeKey, answers(rehearsed, method, routeKey));
            }
        }
        writeATimeAsLambdasLogDoes();
        RequestLog.afterRehearsal();
        return answers;
    }

    /** A rehearsal's log lines are dropped, and with them the time that Lambda's logger writes into those that are text. */
    private static void writeATimeAsLambdasLogDoes() {
        LocalDateTime now = LocalDateTime.now(ZoneId.systemDefault());
        if (LOG_TIME.format(now).isEmpty()) {
            throw new IllegalStateException("a time has no text");
        }
    }

    /** @param method called by reflection as Lambda's runtime calls it, so that this path is compiled too */
    private static List<byte[]> answers(LambdaFunction rehearsed, Method method, String routeKey)
            throws ReflectiveOperationException {
        List<byte[]> answers = new ArrayList<>();
        for (byte[] event : Samples.events(routeKey)) {
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            method.invoke(rehearsed, new ByteArrayInputStream(event), answer, CONTEXT);
            answers.add(answer.toByteArray());
        }
        return answers;
    }
}
