package io.lambdaregistry.local.gateway;

import io.lambdaregistry.local.pace.Patience;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Closes the connections of clients that keep a request open without progress: the head does not end, the body comes a byte now
 * and then, or the response is not read. The total time is not limited, since an honest transfer may take hours.
 */
final class SlowClients extends Handler.Wrapper implements Connection.Listener {
    private static final long LOOK_MILLIS = 250;

    private final Limits limits;
    private final Scheduler scheduler;
    private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();
    private final Map<HttpConnection, Head> heads = new ConcurrentHashMap<>();
    private volatile Scheduler.@Nullable Task next;

    /**
     * The limits for a client.
     *
     * @param head the time for a request's whole head, from its first byte, or from the connection for the first request
     * @param silence the longest pause within a body or a response
     * @param leastRate the lowest rate of both, in bytes a second
     */
    record Limits(Duration head, Duration silence, int leastRate) {
        static final Limits DEFAULT = new Limits(Duration.ofSeconds(30), Duration.ofSeconds(60), 512);
    }

    SlowClients(Limits limits, Scheduler scheduler, Handler handler) {
        super(handler);
        this.limits = limits;
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        look();
    }

    @Override
    protected void doStop() throws Exception {
        Scheduler.Task task = next;
        if (task != null) {
            task.cancel();
        }
        super.doStop();
    }

    private void look() {
        long now = System.nanoTime();
        try {
            transfers.forEach(transfer -> transfer.closeIfSlow(now));
            heads.forEach((connection, head) -> head.closeIfSlow(connection, limits.head(), now));
        } finally {
            if (!isStopping()) {
                next = scheduler.schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            heads.put(http, new Head());
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            heads.remove(http);
        }
    }

    /** The head that a connection is sending, and since when. It is observed from outside, at intervals. */
    private static final class Head {
        private long since = System.nanoTime();
        private long requestsBefore;

        void closeIfSlow(HttpConnection connection, Duration limit, long now) {
            long requests = connection.getMessagesIn();
            HttpParser.State state = connection.getParser().getState();
            boolean coming =
                    state.compareTo(HttpParser.State.CONTENT) < 0 && (state != HttpParser.State.START || requests == 0);
            if (!coming || requests != requestsBefore) {
                requestsBefore = requests;
                since = now;
            } else if (now - since > limit.toNanos()) {
                connection.getEndPoint().close();
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Transfer transfer = new Transfer(request, limits);
        transfers.add(transfer);
        Callback ended = Callback.from(() -> transfers.remove(transfer), callback);
        boolean handled = false;
        try {
            Watched watched = new Watched(request, transfer);
            handled = super.handle(watched, new WatchedAnswer(watched, response, transfer), ended);
            return handled;
        } finally {
            if (!handled) {
                transfers.remove(transfer);
            }
        }
    }

    /** The body and the response of one request. */
    private static final class Transfer {
        private final EndPoint client;
        private final Patience body;
        private final Patience answer;

        Transfer(Request request, Limits limits) {
            this.client = request.getConnectionMetaData().getConnection().getEndPoint();
            this.body = new Patience(limits.silence(), limits.leastRate());
            this.answer = new Patience(limits.silence(), limits.leastRate());
        }

        void closeIfSlow(long now) {
            if (body.isOver(now) || answer.isOver(now)) {
                client.close();
            }
        }
    }

    private static final class Watched extends Request.Wrapper {
        private final Transfer transfer;

        Watched(Request request, Transfer transfer) {
            super(request);
            this.transfer = transfer;
        }

        @Override
        public void demand(Runnable arrived) {
            transfer.body.await(0, System.nanoTime());
            super.demand(Invocable.from(Invocable.getInvocationType(arrived), () -> {
                transfer.body.served(0, System.nanoTime());
                arrived.run();
            }));
        }

        @Override
        public Content.@Nullable Chunk read() {
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                transfer.body.served(chunk.remaining(), System.nanoTime());
            }
            return chunk;
        }
    }

    private static final class WatchedAnswer extends Response.Wrapper {
        private final Transfer transfer;

        WatchedAnswer(Request request, Response response, Transfer transfer) {
            super(request, response);
            this.transfer = transfer;
        }

        @Override
        public void write(boolean last, @Nullable ByteBuffer bytes, Callback callback) {
            transfer.answer.await(bytes == null ? 0 : bytes.remaining(), System.nanoTime());
            super.write(last, bytes, Callback.from(() -> transfer.answer.served(0, System.nanoTime()), callback));
        }
    }
}
