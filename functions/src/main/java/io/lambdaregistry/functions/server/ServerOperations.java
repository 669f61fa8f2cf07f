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

/** What is answered without asking table or bucket: the server itself, the web page's files, and what there is not. */
public final class ServerOperations extends OperationGroup {
    private static final String WORKSPACES = "ANY /{api}/3.0/mlflow/workspaces";

    /** Without the services of the environment: it needs none, and connecting them would make its start longer. */
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
