package io.lambdaregistry.local;

import io.lambdaregistry.local.remote.RemoteRegistry;
import io.lambdaregistry.local.remote.Signing;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which registry a command speaks to, and as whom. */
final class RemoteOptions {
    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--api",
            paramLabel = "URL",
            required = true,
            description = "The registry: http://127.0.0.1:8081, or the TrackingUri of a deployed one.")
    private String api = "";

    @Option(
            names = "--profile",
            description = "The profile of your AWS configuration to sign with (default: what the AWS CLI would take).")
    private @Nullable String profile;

    @Option(names = "--region", description = "The region to sign for, where the address of the API does not name it.")
    private @Nullable String region;

    /**
     * The registry. Requests are signed where it is behind API Gateway, or where a profile or region is named; not where a
     * token is sent.
     */
    RemoteRegistry registry() {
        URI uri = Urls.http(api)
                .orElseThrow(() -> refused("--api takes a URL such as http://127.0.0.1:8081, not '" + api + "'."));
        Optional<String> signedFor =
                Optional.ofNullable(region).or(() -> headers().isEmpty() ? Signing.regionOf(uri) : Optional.empty());
        if (signedFor.isEmpty() && profile != null) {
            throw refused("--profile needs --region, since '" + api + "' names none.");
        }
        return new RemoteRegistry(uri, signedFor.map(name -> Signing.as(Optional.ofNullable(profile), name)));
    }

    /** The token that MLflow's client would send, where there is one. */
    Map<String, List<String>> headers() {
        String token = System.getenv("MLFLOW_TRACKING_TOKEN");
        return token == null || token.isBlank() || region != null || profile != null
                ? Map.of()
                : Map.of("authorization", List.of("Bearer " + token));
    }

    private ParameterException refused(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }
}
