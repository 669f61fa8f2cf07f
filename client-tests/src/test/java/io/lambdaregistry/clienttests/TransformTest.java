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
import org.junit.jupiter.api.Test;

/** What CloudFormation makes of the template, by the libraries of the SAM CLI: the language extensions, then SAM's translator. */
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

    private static List<?> functions = List.of();
    private static Map<?, ?> changed = Map.of();

    @BeforeAll
    static void transform() throws IOException, InterruptedException {
        Optional<SamCli> sam = SamCli.findWithoutDocker();
        if (sam.isEmpty()) {
            System.err.println("The template is not transformed: " + SamCli.MISSING);
        }
        Path template = Repository.ROOT.resolve("template.yaml");
        String answer = sam.orElseGet(TransformTest::skipOrFail)
                .script("template_transform.py", template.toString())
                .lines()
                .filter(line -> line.startsWith("{\"functions\""))
                .findFirst()
                .orElseThrow();
        Map<?, ?> transformed = new ObjectMapper().readValue(answer, Map.class);
        functions = (List<?>) Objects.requireNonNull(transformed.get("functions"));
        changed = (Map<?, ?>) Objects.requireNonNull(transformed.get("changed"));
    }

    private static SamCli skipOrFail() {
        return "true".equals(System.getenv("CI")) ? fail(SamCli.MISSING) : abort(SamCli.MISSING);
    }

    @Test
    void aChangedParameterPublishesAVersionOfEveryFunction() {
        assertTrue(changed.size() > REACH_NO_FUNCTION.size());
        changed.forEach((parameter, published) -> assertEquals(
                REACH_NO_FUNCTION.contains(String.valueOf(parameter)) ? List.of() : functions,
                published,
                () -> "versions published for a change of " + parameter));
    }
}
