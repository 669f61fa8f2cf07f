package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.remote.RemoteRegistry;
import io.lambdaregistry.local.remote.Signing;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that name a registry and the credentials of its requests. */
class RemoteOptions {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--api",
            paramLabel = "URL",
            description = "The registry: http://127.0.0.1:8081, or the TrackingUri of a deployed one.")
    private @Nullable String api;

    @Option(
            names = "--profile",
            description =
                    "The profile of your AWS configuration to sign with (default: the one that the AWS CLI uses).")
    private @Nullable String profile;

    @Option(names = "--region", description = "The region to sign for, where the address of the API does not name it.")
    private @Nullable String region;

    /** As {@link #named}, for a command that requires a registry. */
    RemoteRegistry registry() {
        return named().orElseThrow(() -> refused("Missing required option: '--api=URL'."));
    }

    /**
     * The named registry, if any. Requests are signed where it is behind API Gateway, or where a region is named; they are not
     * signed where a token is sent.
     */
    Optional<RemoteRegistry> named() {
        if (api == null) {
            return Optional.empty();
        }
        URI uri = Urls.required(command, "--api", "http://127.0.0.1:8081", api);
        Optional<String> token = token();
        Optional<String> signedFor =
                Optional.ofNullable(region).or(() -> token.isEmpty() ? Signing.regionOf(uri) : Optional.empty());
        if (signedFor.isEmpty() && profile != null) {
            throw refused("--profile needs --region, since '" + api + "' names none.");
        }
        return Optional.of(
                new RemoteRegistry(uri, signedFor.map(name -> Signing.as(Optional.ofNullable(profile), name)), token));
    }

    /** The variables by which another program signs as these options say. */
    Map<String, String> clientEnvironment() {
        Map<String, String> environment = new HashMap<>();
        if (profile != null) {
            environment.put("AWS_PROFILE", profile);
        }
        if (region != null) {
            environment.put("AWS_DEFAULT_REGION", region);
        }
        return environment;
    }

    /** The token that MLflow's client would send, if there is one and no option requires a signature. */
    private Optional<String> token() {
        return region == null && profile == null
                ? Optional.ofNullable(System.getenv("MLFLOW_TRACKING_TOKEN")).filter(token -> !token.isBlank())
                : Optional.empty();
    }

    private ParameterException refused(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }
}
