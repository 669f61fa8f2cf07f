package io.lambdaregistry.functions.http;

import io.lambdaregistry.access.Principal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the caller from the result of an HTTP API's authorizer, which is {@code requestContext.authorizer} of an event.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html">authorizers</a>
 */
final class Authorizer {
    private static final List<String> NAME_CLAIMS = List.of("name", "preferred_username", "email");
    private static final List<String> GROUP_CLAIMS = List.of("cognito:groups", "groups");

    private Authorizer() {}

    /** The authenticated caller; empty where the API has no authorizer. */
    static Optional<Principal> principal(Map<?, ?> authorizer) {
        return text(object(authorizer, "iam"), "userArn")
                .map(Principal::iam)
                .or(() -> ofToken(object(object(authorizer, "jwt"), "claims")))
                .or(() -> text(object(authorizer, "lambda"), "principalId").map(Principal::authorizer));
    }

    private static Optional<Principal> ofToken(Map<?, ?> claims) {
        return text(claims, "sub").map(subject -> Principal.jwt(subject, name(claims), groups(claims)));
    }

    private static Optional<String> name(Map<?, ?> claims) {
        return NAME_CLAIMS.stream()
                .flatMap(claim -> text(claims, claim).stream())
                .filter(name -> !name.isBlank())
                .findFirst();
    }

    private static Set<String> groups(Map<?, ?> claims) {
        return GROUP_CLAIMS.stream()
                .flatMap(claim -> Stream.ofNullable(claims.get(claim)))
                .findFirst()
                .map(Authorizer::groupsOf)
                .orElse(Set.of());
    }

    /**
     * API Gateway turns a claim that is an array into a text such as {@code [a b]}. A group whose name contains a space is
     * therefore read as several groups, so such groups must not be given rights.
     */
    private static Set<String> groupsOf(Object claim) {
        if (claim instanceof List<?> groups) {
            return new LinkedHashSet<>(groups.stream().map(String::valueOf).toList());
        }
        String text = String.valueOf(claim).strip();
        Stream<String> groups = text.startsWith("[") && text.endsWith("]")
                ? Stream.of(text.substring(1, text.length() - 1).split("\\s+"))
                : Stream.of(text);
        return new LinkedHashSet<>(groups.filter(group -> !group.isEmpty()).toList());
    }

    private static Map<?, ?> object(Map<?, ?> parent, String name) {
        return parent.get(name) instanceof Map<?, ?> map ? map : Map.of();
    }

    private static Optional<String> text(Map<?, ?> object, String name) {
        @Nullable Object value = object.get(name);
        return Optional.ofNullable(value).map(Objects::toString);
    }
}
