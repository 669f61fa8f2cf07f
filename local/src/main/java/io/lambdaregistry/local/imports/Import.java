package io.lambdaregistry.local.imports;

import io.lambdaregistry.functions.Services;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Copies all content of an MLflow server into a registry: experiments, runs with their whole histories, logged models,
 * artifacts, registered models, versions, aliases and prompts.
 *
 * <p>No progress is stored: everything keeps its id and is written under a condition. So an import that was interrupted in any
 * way can be run again; it continues, and writes nothing twice.
 */
public final class Import implements AutoCloseable {
    /** Items copied at once. Fewer already keep a server with one worker busy. */
    public static final int DEFAULT_PARALLEL = 8;

    private final SourceServer server;
    private final String version;

    private Import(SourceServer server, String version) {
        this.server = server;
        this.version = version;
    }

    /**
     * Connects to a server and reads its version.
     *
     * @param environment MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, as for MLflow's
     *     clients
     * @throws ImportException where it is no MLflow server
     */
    public static Import from(URI uri, Map<String, String> environment) {
        return from(uri, environment, SourceLimits.DEFAULT);
    }

    static Import from(URI uri, Map<String, String> environment, SourceLimits limits) {
        SourceServer server = new SourceServer(uri, authorization(environment), limits);
        try {
            return new Import(server, server.version());
        } catch (ImportException e) {
            server.close();
            throw e;
        }
    }

    private static Optional<String> authorization(Map<String, String> environment) {
        String user = environment.get("MLFLOW_TRACKING_USERNAME");
        String password = environment.get("MLFLOW_TRACKING_PASSWORD");
        if (user != null && password != null) {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
        }
        return Optional.ofNullable(environment.get("MLFLOW_TRACKING_TOKEN")).map(token -> "Bearer " + token);
    }

    /** The source's URL and version, for messages. */
    public String source() {
        return server + " (MLflow " + version + ")";
    }

    /**
     * Copies everything.
     *
     * @param progress receives the progress
     * @param terminal whether {@code progress} is a terminal
     * @param dryRun whether to write nothing, and only count
     * @param tally receives the counts, also where the import fails
     * @throws ImportException where the source stopped answering
     */
    public void into(
            Services services, int parallel, PrintWriter progress, boolean terminal, boolean dryRun, Tally tally) {
        MlflowSource source = new MlflowSource(server);
        Relocation relocation = new Relocation(services);
        Map<String, Long> versionsGiven = new ConcurrentHashMap<>();
        ArtifactCopy artifacts = new ArtifactCopy(server, services.artifacts(), tally, dryRun);
        try (Workers workers = new Workers(parallel);
                ImportProgress shown = new ImportProgress(progress, terminal, tally)) {
            new TrackingImport(source, services, relocation, artifacts, workers, tally, shown, dryRun, versionsGiven)
                    .run();
            new RegistryImport(source, services.registry(), relocation, artifacts, workers, tally, shown, dryRun)
                    .run(versionsGiven);
        } catch (SourceRefusal | NumberFormatException e) {
            throw new ImportException("The source cannot be read: " + e.getMessage() + ".", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
