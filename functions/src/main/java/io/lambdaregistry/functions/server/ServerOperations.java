package io.lambdaregistry.functions.server;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.ui.GetPage;
import io.lambdaregistry.ui.Page;
import java.util.Map;

/** What is answered without asking table or bucket: the server itself, the web page's files, and what there is not. */
public final class ServerOperations extends OperationGroup {
    private static final String WORKSPACES = "ANY /{api}/3.0/mlflow/workspaces";

    /** Without asking for the services of the environment, of which it needs none: connecting them would double its start. */
    public ServerOperations() {
        this(Services.wired().map(Services::artifactSettings).orElseGet(ArtifactSettings::fromEnvironment));
    }

    private ServerOperations(ArtifactSettings artifacts) {
        super(operations(artifacts, new GetPage(new Page()), new WorkspacesDisabled()));
    }

    private static Map<String, ApiHandler> operations(
            ArtifactSettings artifacts, ApiHandler page, ApiHandler noWorkspaces) {
        return Map.of(
                "GET /health",
                new Health(),
                "GET /version",
                new Version(),
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
