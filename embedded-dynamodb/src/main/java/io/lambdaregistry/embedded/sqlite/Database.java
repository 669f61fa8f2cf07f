package io.lambdaregistry.embedded.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A SQLite file. Readers have connections of their own, and see what was last committed. Writers run one after the other; those
 * that arrive while the disk is busy are committed together, so that many writes share one wait for the disk.
 */
public final class Database implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    /** A reader computes and does not wait for the disk: more readers than processors would only wait for each other. */
    private static final int READERS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final Session writer;
    private final Lock writing = new ReentrantLock();
    private final ConcurrentLinkedQueue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();

    /** Empty for a database in memory, which has a single connection: readers then use the writer's. */
    private final List<Session> readers = new ArrayList<>();

    private final BlockingDeque<Session> idleReaders = new LinkedBlockingDeque<>();

    private final ExecutorService committing = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("commit").factory());

    private final Function<Throwable, ? extends AwsServiceException> broken;

    private Database(Session writer, Function<Throwable, ? extends AwsServiceException> broken) {
        this.writer = writer;
        this.broken = broken;
    }

    /**
     * @param file created where it is missing; empty for a database in memory
     * @param broken creates the exception for a file that could not be read or written; the result of a write is then unknown
     */
    public static Database open(Optional<Path> file, Function<Throwable, ? extends AwsServiceException> broken)
            throws SQLException {
        NativeLibrary.load();
        String url = file.map(DatabaseUrl::of).orElse(DatabaseUrl.IN_MEMORY);
        Database database = new Database(new Session(connect(url, false)), broken);
        try {
            database.writer.transactByHand();
            for (int i = 0; file.isPresent() && i < READERS; i++) {
                database.readers.add(new Session(connect(url, true)));
            }
            database.idleReaders.addAll(database.readers);
            return database;
        } catch (SQLException e) {
            database.close();
            throw e;
        }
    }

    private static Connection connect(String url, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // otherwise the driver queries them after every insert
        Connection connection = config.createConnection(url);
        if (readOnly) {
            try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
            }
        }
        return connection;
    }

    /**
     * Work on a session. It throws an AWS client's exception before it changes anything, or never. It may be run again, where
     * other work of the same commit failed.
     */
    @FunctionalInterface
    public interface Work<T> {
        T on(Session session) throws SQLException;
    }

    public <T> T read(Work<T> work) {
        if (readers.isEmpty()) {
            return readBesideWriters(work);
        }
        Session session = take();
        try {
            return read(work, session);
        } finally {
            idleReaders.addFirst(session);
        }
    }

    private Session take() {
        try {
            return idleReaders.takeFirst();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw broken.apply(e);
        }
    }

    private <T> T readBesideWriters(Work<T> work) {
        writing.lock();
        try {
            return read(work, writer);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Work<T> work, Session session) {
        try {
            return work.on(session);
        } catch (SQLException | IllegalStateException e) {
            session.forgetStatements();
            throw broken.apply(e);
        }
    }

    /** Runs work, and returns when it is committed, alone or with all work that waited with it. */
    public <T> T write(Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        waiting.add(pending);
        writing.lock();
        try {
            if (!pending.isDone()) {
                commitAll();
            }
        } finally {
            writing.unlock();
        }
        return pending.outcome();
    }

    private void commitAll() {
        List<Pending<?>> together = new ArrayList<>();
        for (Pending<?> next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
        }
        commit(together);
    }

    /** Commits several pieces of work at once. If one fails, each of the others is run again and committed alone. */
    private void commit(List<Pending<?>> together) {
        boolean allRan = false;
        try {
            writer.begin();
            for (Pending<?> pending : together) {
                pending.run(writer);
            }
            allRan = true;
            commitWriter();
            together.forEach(Pending::done);
        } catch (SQLException | RuntimeException | Error e) {
            rollBack();
            if (allRan || together.size() == 1) {
                together.forEach(pending -> pending.failed(broken.apply(e)));
            } else {
                together.forEach(pending -> commit(List.of(pending)));
            }
        }
    }

    /**
     * Commits, not on a virtual thread: native code that waits for the disk would block its carrier thread, and there are few.
     */
    private void commitWriter() throws SQLException {
        if (readers.isEmpty() || !Thread.currentThread().isVirtual()) {
            writer.commit();
            return;
        }
        Optional<SQLException> failure =
                CompletableFuture.supplyAsync(this::failureOfCommit, committing).join();
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<SQLException> failureOfCommit() {
        try {
            writer.commit();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        }
    }

    private void rollBack() {
        writer.forgetStatements();
        try {
            writer.rollBack();
        } catch (SQLException e) {
            // SQLite has rolled back itself; otherwise the next writer cannot begin and reports it
        }
    }

    /** Closes the database. Readers under way and later callers get an exception. */
    @Override
    public void close() {
        writing.lock();
        try (writer) {
            for (Session reader : readers) {
                reader.close();
            }
        } catch (SQLException e) {
            throw broken.apply(e);
        } finally {
            committing.shutdown();
            writing.unlock();
        }
    }

    /** Waiting work, and later its result. Other threads access it under the lock only. */
    private static final class Pending<T> {
        private final Work<T> work;
        private @Nullable T result;
        private @Nullable AwsServiceException failure;
        private boolean isDone;

        Pending(Work<T> work) {
            this.work = work;
        }

        void run(Session session) throws SQLException {
            failure = null;
            try {
                result = work.on(session);
            } catch (AwsServiceException refused) {
                failure = refused;
            }
        }

        boolean isDone() {
            return isDone;
        }

        void done() {
            isDone = true;
        }

        void failed(AwsServiceException broken) {
            failure = broken;
            isDone = true;
        }

        @SuppressWarnings("NullAway") // null is a valid result where T is nullable
        T outcome() {
            if (failure != null) {
                throw failure;
            }
            return result;
        }
    }
}
