package io.lambdaregistry.clienttests;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;

/** Writes models with versions, tags and aliases until the server no longer answers, and records what was acknowledged. */
final class RegistryWriter implements Runnable {

    /**
     * A write that the server said it had done.
     *
     * @param operation the operation that reads it back, or {@code artifact}
     * @param expected what the answer must hold
     */
    record Acknowledged(String what, String operation, Map<String, String> query, String expected) {

        String read(ApiClient api) throws IOException, InterruptedException {
            if (operation.equals("artifact")) {
                return api.getArtifact(query.getOrDefault("path", "")).body();
            }
            return api.get(operation, query).json().toString();
        }
    }

    private final ApiClient api;
    private final String name;
    private final Queue<Acknowledged> acknowledged;

    RegistryWriter(ApiClient api, String name, Queue<Acknowledged> acknowledged) {
        this.api = api;
        this.name = name;
        this.acknowledged = acknowledged;
    }

    @Override
    public void run() {
        try {
            for (int number = 0; true; number++) {
                writeOneModel(name + "-" + number);
            }
        } catch (IOException serverIsGone) {
            // what this writer came for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeOneModel(String model) throws IOException, InterruptedException {
        Map<String, String> byName = Map.of("name", model);
        Map<String, String> firstVersion = Map.of("name", model, "version", "1");
        String source = "s3://models/" + model;

        noteIfDone(
                api.post("registered-models/create", Map.of("name", model, "description", "about " + model)),
                new Acknowledged("model " + model, "registered-models/get", byName, "about " + model));
        noteIfDone(
                api.post("model-versions/create", Map.of("name", model, "source", source)),
                new Acknowledged("version of " + model, "model-versions/get", firstVersion, source));
        noteIfDone(
                api.post("registered-models/alias", Map.of("name", model, "alias", "champion", "version", "1")),
                new Acknowledged(
                        "alias of " + model,
                        "registered-models/alias",
                        Map.of("name", model, "alias", "champion"),
                        source));
        noteIfDone(
                api.post("registered-models/set-tag", Map.of("name", model, "key", "k", "value", "tagged " + model)),
                new Acknowledged("tag of " + model, "registered-models/get", byName, "tagged " + model));
        noteIfDone(
                api.post(
                        "model-versions/set-tag",
                        Map.of("name", model, "version", "1", "key", "k", "value", "tagged 1 " + model)),
                new Acknowledged(
                        "tag of the version of " + model, "model-versions/get", firstVersion, "tagged 1 " + model));
        noteIfDone(
                api.putArtifact("0/" + model + "/artifacts/model.txt", "artifact of " + model),
                new Acknowledged(
                        "artifact of " + model,
                        "artifact",
                        Map.of("path", "0/" + model + "/artifacts/model.txt"),
                        "artifact of " + model));
    }

    private void noteIfDone(Answer answer, Acknowledged write) {
        if (answer.isOk()) {
            acknowledged.add(write);
        }
    }
}
