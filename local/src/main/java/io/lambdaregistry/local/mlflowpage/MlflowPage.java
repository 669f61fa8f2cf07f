package io.lambdaregistry.local.mlflowpage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Serves MLflow's page at {@code /}, its files below {@code /static-files}, and its GraphQL endpoint at {@code /graphql}. */
public final class MlflowPage extends Handler.Sequence {
    /** The largest query in bytes; a usual one has a few kilobytes. */
    private static final int LARGEST_QUERY = 1 << 20;

    private final byte[] index;
    private final GraphQlApi graphQl;

    /** @param files the folder of the page, with its {@code index.html} */
    public MlflowPage(Path files, Api api) throws IOException {
        this.index = Files.readAllBytes(files.resolve("index.html"));
        this.graphQl = new GraphQlApi(api);
        ResourceHandler resources = new ResourceHandler();
        resources.setBaseResource(ResourceFactory.of(resources).newResource(files));
        resources.setDirAllowed(false);
        addHandler(new ContextHandler(resources, "/static-files"));
        addHandler(new Dynamic());
    }

    private final class Dynamic extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws IOException {
            String path = request.getHttpURI().getPath();
            boolean posted = HttpMethod.POST.is(request.getMethod());
            if ("/".equals(path) && !posted) {
                return send(index, "text/html; charset=utf-8", response, callback);
            }
            if ("/graphql".equals(path) && posted) {
                byte[] query = Content.Source.asInputStream(request).readNBytes(LARGEST_QUERY);
                byte[] answer = graphQl.answer(query).getBytes(StandardCharsets.UTF_8);
                return send(answer, "application/json", response, callback);
            }
            return false;
        }

        private static boolean send(byte[] body, String type, Response response, Callback callback) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
            response.write(true, ByteBuffer.wrap(body), callback);
            return true;
        }
    }
}
