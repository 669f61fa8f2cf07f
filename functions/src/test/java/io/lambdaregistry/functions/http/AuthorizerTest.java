package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AuthorizerTest {
    private static Optional<Principal> principal(String authorizer) {
        return Authorizer.principal((Map<?, ?>) Objects.requireNonNull(Json.parse(authorizer)));
    }

    private static Principal ofClaims(String claims) {
        return principal("{\"jwt\": {\"claims\": {\"sub\": \"1\", " + claims + "}, \"scopes\": null}}")
                .orElseThrow();
    }

    @Test
    void whoeverSignsIsARoleWithASessionOrAUser() {
        Principal session = principal("{\"iam\": {\"accessKey\": \"ASIA\", \"accountId\": \"123456789012\","
                        + " \"userArn\": \"arn:aws:sts::123456789012:assumed-role/deployer/anna\","
                        + " \"userId\": \"AROA:anna\"}}")
                .orElseThrow();
        assertThat(session.kind()).isEqualTo(Principal.Kind.IAM);
        assertThat(session.id()).isEqualTo("arn:aws:iam::123456789012:role/deployer");
        assertThat(session.name()).contains("anna");
        assertThat(principal("{\"iam\": {\"userArn\": \"arn:aws:iam::123456789012:user/anna\"}}"))
                .contains(Principal.iam("arn:aws:iam::123456789012:user/anna"));
    }

    @Test
    void aTokenNamesItsSubjectAPersonAndGroups() {
        Principal anna = ofClaims("\"preferred_username\": \"anna\", \"email\": \"a@example.org\","
                + " \"name\": \"Anna Meier\", \"cognito:groups\": \"[ml risk]\"");
        assertThat(anna).isEqualTo(Principal.jwt("1", Optional.empty(), Set.of()));
        assertThat(anna.name()).contains("Anna Meier");
        assertThat(anna.groups()).containsExactlyInAnyOrder("ml", "risk");
        assertThat(ofClaims("\"email\": \"a@example.org\", \"name\": \" \"").name())
                .contains("a@example.org");
        assertThat(ofClaims("\"exp\": \"1\"").name()).isEmpty();
    }

    @Test
    void groupsAreAsTheApiFlattensThem() {
        assertThat(ofClaims("\"groups\": \"[a b]\"").groups()).containsExactlyInAnyOrder("a", "b");
        assertThat(ofClaims("\"groups\": \"[a]\"").groups()).containsExactly("a");
        assertThat(ofClaims("\"groups\": \"[]\"").groups()).isEmpty();
        assertThat(ofClaims("\"groups\": \"\"").groups()).isEmpty();
        assertThat(ofClaims("\"groups\": \"one group\"").groups()).containsExactly("one group");
        assertThat(ofClaims("\"groups\": [\"a\", \"b c\"]").groups()).containsExactlyInAnyOrder("a", "b c");
        assertThat(ofClaims("\"groups\": \"[x]\", \"cognito:groups\": \"[a b]\"")
                        .groups())
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void anAuthorizerOfSomebodysOwnNamesAPrincipal() {
        assertThat(principal("{\"lambda\": {\"principalId\": \"me\"}}")).contains(Principal.authorizer("me"));
    }

    @Test
    void withoutAnAuthorizerThereIsNobody() {
        assertThat(principal("{}")).isEmpty();
        assertThat(principal("{\"jwt\": {\"claims\": {}}}")).isEmpty();
        assertThat(principal("{\"iam\": {\"userArn\": null}}")).isEmpty();
    }
}
