package io.lambdaregistry.local.mlflowpage;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.WiringFactory;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.mlflowpage.Api.ApiRefusal;
import io.lambdaregistry.local.remote.UrlQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of MLflow's API that its page calls by GraphQL. Each query is one call of the REST API; its response is returned
 * with names in camelCase.
 */
final class GraphQlApi {
    private static final int MAX_DEPTH = 10;
    private static final int MAX_FIELDS = 1_000;
    private static final String ROOT = "/api/2.0/mlflow/";
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

    private final Api api;
    private final GraphQL graphQl;

    GraphQlApi(Api api) {
        this.api = api;
        this.graphQl = GraphQL.newGraphQL(schema())
                .instrumentation(new ChainedInstrumentation(
                        new MaxQueryDepthInstrumentation(MAX_DEPTH), new MaxQueryComplexityInstrumentation(MAX_FIELDS)))
                .defaultDataFetcherExceptionHandler(failure -> CompletableFuture.completedFuture(
                        DataFetcherExceptionHandlerResult.newResult(GraphqlErrorBuilder.newError()
                                        .message("%s", failure.getException().getMessage())
                                        .build())
                                .build()))
                .build();
    }

    private GraphQLSchema schema() {
        RuntimeWiring wiring = RuntimeWiring.newRuntimeWiring()
                .scalar(LongString.SCALAR)
                .wiringFactory(new RestFields())
                .type(
                        "Query",
                        query -> query.dataFetcher("mlflowGetRun", get("runs/get"))
                                .dataFetcher("mlflowSearchRuns", post("runs/search"))
                                .dataFetcher("mlflowGetExperiment", get("experiments/get"))
                                .dataFetcher(
                                        "mlflowGetMetricHistoryBulkInterval", get("metrics/get-history-bulk-interval"))
                                .dataFetcher("mlflowListArtifacts", get("artifacts/list"))
                                .dataFetcher("mlflowSearchModelVersions", get("model-versions/search")))
                .type(
                        "MlflowRun",
                        run -> run.dataFetcher("experiment", this::experimentOf)
                                .dataFetcher("modelVersions", this::versionsOf))
                .type("MlflowMetric", metric -> metric.dataFetcher("value", GraphQlApi::number))
                .type("MlflowMetricWithRunId", metric -> metric.dataFetcher("value", GraphQlApi::number))
                .build();
        return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(schemaText()), wiring);
    }

    private static String schemaText() {
        try (InputStream text = GraphQlApi.class.getResourceAsStream("schema.graphqls")) {
            if (text == null) {
                throw new IllegalStateException("This build has no schema.graphqls.");
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param request JSON with {@code query}, {@code variables} and {@code operationName} */
    String answer(byte[] request) {
        if (!(parsed(request) instanceof Map<?, ?> asked) || !(asked.get("query") instanceof String query)) {
            return answer(null, List.of("The request must be a JSON object with a 'query'."));
        }
        ExecutionInput input = ExecutionInput.newExecutionInput(query)
                .operationName(asked.get("operationName") instanceof String name ? name : null)
                .variables(asked.get("variables") instanceof Map<?, ?> variables ? strings(variables) : Map.of())
                .build();
        ExecutionResult result = graphQl.execute(input);
        return answer(
                result.getData(),
                result.getErrors().stream().map(GraphQLError::getMessage).toList());
    }

    private static @Nullable Object parsed(byte[] json) {
        try {
            return Json.parse(json);
        } catch (UncheckedIOException notJson) {
            return null;
        }
    }

    private static String answer(@Nullable Object data, List<String> errors) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("data", data);
        answer.put("errors", errors.isEmpty() ? null : errors);
        return Json.text(answer);
    }

    private DataFetcher<Map<String, @Nullable Object>> get(String operation) {
        return field -> get(operation, input(field));
    }

    private DataFetcher<Map<String, @Nullable Object>> post(String operation) {
        return field -> api.call("POST", ROOT + operation, Json.text(input(field)));
    }

    private Map<String, @Nullable Object> get(String operation, Map<String, ?> parameters)
            throws IOException, ApiRefusal {
        UrlQuery query = UrlQuery.NONE;
        for (Map.Entry<String, ?> parameter : parameters.entrySet()) {
            for (Object each : parameter.getValue() instanceof List<?> list ? list : List.of(parameter.getValue())) {
                query = query.with(parameter.getKey(), each);
            }
        }
        return api.call("GET", ROOT + operation + query.text(), "");
    }

    /** The parameters of the REST call; nulls are left out. */
    private static Map<String, Object> input(DataFetchingEnvironment field) {
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (field.getArgument("input") instanceof Map<?, ?> input) {
            input.forEach((name, value) -> {
                if (value != null) {
                    parameters.put(snakeCase(String.valueOf(name)), value);
                }
            });
        }
        return parameters;
    }

    private @Nullable Object experimentOf(DataFetchingEnvironment run) throws IOException, ApiRefusal {
        return get("experiments/get", Map.of("experiment_id", info(run, "experiment_id")))
                .get("experiment");
    }

    private @Nullable Object versionsOf(DataFetchingEnvironment run) throws IOException, ApiRefusal {
        String filter = "run_id = '" + info(run, "run_id") + "'";
        return get("model-versions/search", Map.of("filter", filter)).getOrDefault("model_versions", List.of());
    }

    private static String info(DataFetchingEnvironment run, String name) {
        return String.valueOf(field(field(run.getSource(), "info"), name));
    }

    /** A number; NaN, a string in the REST API's JSON, becomes null, since GraphQL's JSON has no NaN. */
    private static @Nullable Object number(DataFetchingEnvironment metric) {
        return field(metric.getSource(), "value") instanceof Number number ? number : null;
    }

    private static @Nullable Object field(@Nullable Object object, String name) {
        return object instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static String snakeCase(String camelCase) {
        return CAPITAL.matcher(camelCase)
                .replaceAll(capital -> "_" + capital.group().toLowerCase(Locale.ROOT));
    }

    @SuppressWarnings("unchecked") // Json makes every object a map with string keys
    private static Map<String, Object> strings(Map<?, ?> object) {
        return (Map<String, Object>) object;
    }

    /**
     * Reads a field from the REST response's field of the same name in snake_case. A list that the response leaves out is
     * empty.
     */
    private static final class RestFields implements WiringFactory {
        @Override
        public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
            String name = snakeCase(environment.getFieldDefinition().getName());
            Object absent = GraphQLTypeUtil.isList(environment.getFieldType()) ? List.of() : null;
            return (DataFetcher<@Nullable Object>) object -> {
                Object value = field(object.getSource(), name);
                return value == null ? absent : value;
            };
        }
    }
}
