package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TemplateTest {
    static Stream<String> handlerClasses() {
        return Template.routes().all().stream().map(Route::handlerClass).distinct();
    }

    @ParameterizedTest
    @MethodSource("handlerClasses")
    void everyHandlerCanBeMadeHereAndOnLambda(String name) throws Exception {
        Class<? extends RequestStreamHandler> handler = Class.forName(name).asSubclass(RequestStreamHandler.class);
        assertThat(handler.getConstructor(Services.class)).isNotNull();
        assertThat(handler.getConstructor()).isNotNull();
    }
}
