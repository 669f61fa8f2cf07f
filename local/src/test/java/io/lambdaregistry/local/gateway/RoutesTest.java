package io.lambdaregistry.local.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private final Routes routes = TestFunctions.routes();

    @Test
    void readsEveryHttpRouteOfATemplateAndNoOther() {
        assertThat(routes.all())
                .extracting(Route::key)
                .containsExactlyInAnyOrder(
                        "GET /{api}/2.0/event",
                        "POST /{api}/2.0/event",
                        "ANY /{api}/2.0/event/{id}",
                        "GET /{api}/2.0/event/{path+}",
                        "GET /bytes/{size}",
                        "PUT /bytes/{size}",
                        "ANY /failing/{how}");
        assertThat(routes.all()).extracting(Route::handlerClass).contains("example.Event", "example.Bytes");
    }

    @Test
    void refusesATemplateWhoseRouteHasNoPath() {
        String yaml = """
                Resources:
                  Broken:
                    Type: AWS::Serverless::Function
                    Properties:
                      Handler: a.B
                      Events: {E: {Type: HttpApi, Properties: {Method: GET}}}
                """;
        assertThatThrownBy(() -> Template.routes(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("Broken has a route, but no Path");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/2.0/event, GET /{api}/2.0/event",
        "GET, /ajax-api/2.0/event, GET /{api}/2.0/event",
        "DELETE, /api/2.0/event/7, ANY /{api}/2.0/event/{id}",
        "GET, /api/2.0/event/7, ANY /{api}/2.0/event/{id}",
        "GET, /api/2.0/event/7/8, GET /{api}/2.0/event/{path+}",
        "GET, /api/2.0/event//8, GET /{api}/2.0/event/{path+}",
        "GET, /api/2.0/event/../../bytes/5, GET /{api}/2.0/event/{path+}",
        "GET, /api/2.0/event/%2e%2e/x, GET /{api}/2.0/event/{path+}",
        "GET, /api/2.0/event/a%2Fb, ANY /{api}/2.0/event/{id}",
        "GET, /api//2.0/event, GET /{api}/2.0/event",
        "GET, //api/2.0/event, GET /{api}/2.0/event",
        "GET, //api/2.0/event//8, ANY /{api}/2.0/event/{id}",
        "GET, //api/2.0/event//8/9, GET /{api}/2.0/event/{path+}",
    })
    void picksTheMostExactRouteForThePathAsItWasSent(String method, String path, String route) {
        assertThat(routes.match(method, path))
                .isInstanceOfSatisfying(
                        Routes.Match.Found.class,
                        found -> assertThat(found.route().key()).isEqualTo(route));
    }

    @Test
    void givesTheVariablesOfThePathStillEncoded() {
        assertThat(routes.match("GET", "/api/2.0/event/a/../%2e%2E/c%20d"))
                .isInstanceOfSatisfying(
                        Routes.Match.Found.class,
                        found -> assertThat(found.variables())
                                .isEqualTo(Map.of("api", "api", "path", "a/../%2e%2E/c%20d")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "*",
                "/other/2.0/event",
                "/API/2.0/event",
                "/api/2.0/event/",
                "/api/2.0",
                "/x/../api/2.0/event",
                "/api/2.0/%65vent",
                "/api/2.0/event;a=b",
                "/bytes/",
            })
    void knowsNoRouteForOtherPaths(String path) {
        assertThat(routes.match("GET", path)).isInstanceOf(Routes.Match.Unknown.class);
    }

    @Test
    void returnsTheMethodsOfAPath() {
        assertThat(routes.match("DELETE", "/api/2.0/event"))
                .isEqualTo(new Routes.Match.WrongMethod(new TreeSet<>(java.util.Set.of("GET", "POST"))));
    }
}
