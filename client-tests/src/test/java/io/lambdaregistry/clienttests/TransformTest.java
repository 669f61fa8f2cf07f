package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudFormation makes of the templates, by the libraries of the SAM CLI: the language extensions, then SAM's translator. */
final class TransformTest {
    /** The parameters of the API, of roles, of storage, of logs and of alarms. */
    private static final Set<String> REACH_NO_FUNCTION = Set.of(
            "Authorization",
            "JwtIssuer",
            "JwtAudience",
            "JwtScope",
            "RequestsPerSecond",
            "RequestBurst",
            "LogRetentionDays",
            "DeletedArtifactDays",
            "AlarmTopic",
            "DomainName",
            "CertificateArn",
            "HostedZoneId",
            "KmsKeyArn",
            "PermissionsBoundary");

    private static SamCli sam;

    @BeforeAll
    static void findSam() throws IOException, InterruptedException {
        Optional<SamCli> found = SamCli.findWithoutDocker();
        if (found.isEmpty()) {
            System.err.println("The templates are not transformed: " + SamCli.MISSING);
        }
        sam = found.orElseGet(TransformTest::skipOrFail);
    }

    private static SamCli skipOrFail() {
        return "true".equals(System.getenv("CI")) ? fail(SamCli.MISSING) : abort(SamCli.MISSING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"template.yaml", "template-grouped.yaml"})
    void aChangedParameterPublishesAVersionOfEveryFunction(String template) throws IOException, InterruptedException {
        Map<?, ?> transformed = transform(Repository.ROOT.resolve(template));
        List<?> functions = (List<?>) Objects.requireNonNull(transformed.get("functions"));
        Map<?, ?> changed = (Map<?, ?>) Objects.requireNonNull(transformed.get("changed"));
        assertTrue(changed.size() > REACH_NO_FUNCTION.size());
        changed.forEach((parameter, published) -> assertEquals(
                REACH_NO_FUNCTION.contains(String.valueOf(parameter)) ? List.of() : functions,
                published,
                () -> "versions published for a change of " + parameter));
    }

    private static Map<?, ?> transform(Path template) throws IOException, InterruptedException {
        String answer = sam.script("template_transform.py", template.toString())
                .lines()
                .filter(line -> line.startsWith("{\"functions\""))
                .findFirst()
                .orElseThrow();
        return new ObjectMapper().readValue(answer, Map.class);
    }
}
