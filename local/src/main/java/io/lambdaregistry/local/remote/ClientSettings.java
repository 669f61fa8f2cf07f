package io.lambdaregistry.local.remote;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The variables by which MLflow's client reaches a registry: those of the stack's output of this name.
 *
 * @param variables with their values, in the order in which they are printed
 */
record ClientSettings(Map<String, String> variables) {
    private static final String TOKEN = "MLFLOW_TRACKING_TOKEN";

    static ClientSettings of(RemoteRegistry registry) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MLFLOW_TRACKING_URI", registry.api().toString());
        registry.signing().ifPresent(signing -> {
            variables.put("MLFLOW_TRACKING_AUTH", "lambda-registry");
            variables.put("AWS_DEFAULT_REGION", signing.region());
        });
        if (registry.sendsToken()) {
            variables.put(TOKEN, "<your token>");
            variables.put("MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD", "true");
            variables.put("MLFLOW_MULTIPART_UPLOAD_MINIMUM_FILE_SIZE", "1000000");
        }
        return new ClientSettings(variables);
    }

    /** The variables to export, beside those that the environment has. */
    String words(Map<String, String> environment) {
        String missing = variables.entrySet().stream()
                .filter(wanted -> !isSet(wanted, environment))
                .map(wanted -> wanted.getKey() + "=" + wanted.getValue())
                .collect(Collectors.joining(" "));
        return missing.isEmpty() ? "every variable is set" : "export " + missing;
    }

    private static boolean isSet(Map.Entry<String, String> wanted, Map<String, String> environment) {
        return wanted.getKey().equals(TOKEN)
                ? environment.containsKey(TOKEN)
                : wanted.getValue().equals(environment.get(wanted.getKey()));
    }
}
