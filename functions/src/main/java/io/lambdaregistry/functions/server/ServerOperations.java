package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.Wiring;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.ui.GetPage;
import io.lambdaregistry.ui.PageFiles;
import java.util.Map;
import java.util.Optional;

/** The operations that use neither table nor bucket: information on the server, the web page's files, and unknown routes. */
public final class ServerOperations extends OperationGroup {
    private static final String WORKSPACES = "ANY /{api}/3.0/mlflow/workspaces";

    /** Does not connect the services of the environment: none is needed, and connecting them would lengthen the cold start. */
    public ServerOperations() {
        this(settings());
    }

    private static ArtifactSettings settings() {
        Optional<Services> wired = Wiring.services();
        return wired.isPresent() ? wired.get().artifactSettings() : ArtifactSettings.fromEnvironment();
    }

    private ServerOperations(ArtifactSettings artifacts) {
        super(operations(artifacts, new GetPage(new PageFiles()), new WorkspacesDisabled()));
    }

    private static Map<String, ApiHandler> operations(
            ArtifactSettings artifacts, ApiHandler page, ApiHandler noWorkspaces) {
        return Map.of(
                "GET /health",
                new Health(),
                "GET /version",
                new GetVersion(),
                "GET /{api}/3.0/mlflow/server-info",
                new GetServerInfo(artifacts),
                WORKSPACES,
                noWorkspaces,
                WORKSPACES + "/{workspace_name}",
                noWorkspaces,
                "GET /",
                page,
                "GET /ui/{path+}",
                page,
                "$default",
                new UnknownRoute());
    }
}
