package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.triggers.DeliverWebhooks;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.Route;
import java.lang.reflect.Modifier;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Both templates: the one with a function for each operation, and the grouped one. */
@ParameterizedClass
@MethodSource("templates")
class TemplateTest {
    private static final int CLOUDFORMATION_LIMIT = 500;
    private static final int ROOM_FOR_OPERATIONS = 25;

    /** 20 KB for the policy of a function's alias, where each permission to call it is a statement. */
    private static final int LARGEST_POLICY = 20 * 1024;

    private final SamTemplate template;

    TemplateTest(SamTemplate template) {
        this.template = template;
    }

    static List<SamTemplate> templates() {
        return SamTemplate.both();
    }

    private Stream<String> handlerClasses() {
        return template.functions().values().stream().map(TemplateTest::handlerClass);
    }

    private static String handlerClass(Map<String, Object> function) {
        String handler = (String) Objects.requireNonNull(function.get("Handler"));
        assertThat(handler).endsWith("::handleRequest");
        return handler.substring(0, handler.indexOf("::"));
    }

    @Test
    void everyHandlerCanBeMadeOnLambda() throws Exception {
        for (String name : handlerClasses().toList()) {
            Class<? extends RequestStreamHandler> handler = Class.forName(name).asSubclass(RequestStreamHandler.class);
            assertThat(handler.getConstructor()).isNotNull();
        }
    }

    @Test
    void everyHandlerBehindARouteCanBeMadeHere() throws Exception {
        for (Route route : template.apiRoutes().all()) {
            assertThat(Class.forName(route.handlerClass()).getConstructor()).isNotNull();
        }
    }

    @Test
    void theQueueOfUploadsMovesNoMessageBeforeTheFunctionHasSentItWithItsReason() {
        Map<String, Object> redrive = SamTemplate.child(template.properties("UploadQueue"), "RedrivePolicy");
        assertThat(Integer.parseInt((String) Objects.requireNonNull(redrive.get("maxReceiveCount"))))
                .isGreaterThan(RegisterUploads.ATTEMPTS);
    }

    @Test
    void theQueueOfDeliveriesMovesNoMessageBeforeTheFunctionHasReplacedIt() {
        Map<String, Object> redrive = SamTemplate.child(template.properties("WakeUps"), "RedrivePolicy");
        assertThat(Integer.parseInt((String) Objects.requireNonNull(redrive.get("maxReceiveCount"))))
                .isGreaterThan(DeliverWebhooks.REPLACED_AFTER);
    }

    @Test
    void theRecordsOfTheStreamAreRetriedInPartsForHalfADayAndNeverDropped() {
        List<Map<String, Object>> mappings = template.functions().values().stream()
                .flatMap(function -> SamTemplate.child(function, "Events").values().stream())
                .filter(event -> SamTemplate.type(event).equals("DynamoDB"))
                .map(event -> SamTemplate.child(SamTemplate.map(event), "Properties"))
                .toList();
        assertThat(mappings)
                .hasSize(2)
                .allSatisfy(mapping -> assertThat(mapping)
                        .containsEntry("FunctionResponseTypes", List.of("ReportBatchItemFailures"))
                        .containsEntry("BisectBatchOnFunctionError", "true")
                        .containsEntry("StartingPosition", "TRIM_HORIZON")
                        .containsEntry("MaximumRecordAgeInSeconds", "43200")
                        .containsKey("MaximumRetryAttempts")
                        .hasEntrySatisfying(
                                "DestinationConfig",
                                destination -> assertThat(destination)
                                        .hasToString(
                                                "{OnFailure={Type=SQS, Destination={Fn::GetAtt=LostEvents.Arn}}}")));
    }

    @Test
    void everyHandlerHasAFunctionOfItsName() throws Exception {
        Set<String> handlers = handlerClasses().collect(Collectors.toSet());
        if (template.isGrouped()) {
            assertThat(handlersInFunctions()).containsAll(handlers);
            assertThat(handlers)
                    .containsAll(handlersInFunctions().stream()
                            .filter(TemplateTest::isGrouped)
                            .toList());
        } else {
            assertThat(handlersInFunctions().stream().filter(handler -> !isGrouped(handler)))
                    .containsExactlyInAnyOrderElementsOf(handlers);
        }
        template.functions()
                .forEach((name, function) -> assertThat(handlerClass(function)).endsWith("." + name));
    }

    @Test
    void aGroupOfOperationsHasOneForEachOfItsRoutes() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            List<String> groups = new ArrayList<>();
            for (Map<String, Object> function : template.functions().values()) {
                Class<?> handler = Class.forName(handlerClass(function));
                if (OperationGroup.class.isAssignableFrom(handler)) {
                    OperationGroup group = (OperationGroup) registry.services()
                            .wire(() -> handler.getConstructor().newInstance());
                    assertThat(group.routeKeys())
                            .containsExactlyInAnyOrderElementsOf(
                                    routes(function).map(TemplateTest::key).toList());
                    groups.add(handler.getSimpleName());
                }
            }
            assertThat(groups).isNotEmpty();
        }
    }

    private static String key(Map<String, Object> route) {
        return route.containsKey("Path") ? route.get("Method") + " " + route.get("Path") : "$default";
    }

    private static boolean isGrouped(String handler) {
        return handler.startsWith("io.lambdaregistry.functions.grouped.");
    }

    private static List<String> handlersInFunctions() throws Exception {
        Path built = Path.of(Services.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(built)) {
            return handlersBelow(built);
        }
        try (FileSystem jar = FileSystems.newFileSystem(built)) {
            return handlersBelow(jar.getPath("/"));
        }
    }

    private static List<String> handlersBelow(Path root) throws Exception {
        List<String> handlers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String path = root.relativize(file).toString();
                if (path.startsWith("io/lambdaregistry/functions/") && !path.endsWith("-info.class")) {
                    String name = path.replace(".class", "").replace('/', '.');
                    Class<?> type = Class.forName(name, false, Services.class.getClassLoader());
                    if (RequestStreamHandler.class.isAssignableFrom(type) && isMadeByLambda(type)) {
                        handlers.add(type.getName());
                    }
                }
            }
        }
        return handlers;
    }

    /** Those that share a function are made by their group. */
    private static boolean isMadeByLambda(Class<?> handler) {
        return !Modifier.isAbstract(handler.getModifiers())
                && Stream.of(handler.getConstructors()).anyMatch(constructor -> constructor.getParameterCount() == 0);
    }

    @Test
    void everyFunctionIsCalledBySomethingAndHasARole() {
        template.functions().forEach((name, function) -> {
            assertThat(SamTemplate.child(function, "Events")).as(name).isNotEmpty();
            assertThat(function.get("Role")).as(name).isNotNull();
            assertThat(function).as(name).doesNotContainKey("Policies");
        });
    }

    @Test
    void everyFunctionIsMadeOfTheOneZip() {
        template.functions().forEach((name, function) -> {
            assertThat(function.get("CodeUri")).as(name).isEqualTo("functions/target/functions.zip");
            assertThat(SamTemplate.child(template.resources(), name).get("Metadata"))
                    .as(name)
                    .isEqualTo(Map.of("SkipBuild", "true"));
        });
    }

    /** They stand in each function's own properties: SAM derives from these whether it publishes a version. */
    @Test
    void everyFunctionHasTheParametersThatReachFunctionsAsItsSettings() {
        Set<String> reaching = new TreeSet<>(
                template.parametersIn(SamTemplate.child(SamTemplate.child(template.root(), "Globals"), "Function")));
        Set<Object> settings = new HashSet<>();
        template.functions().values().forEach(function -> {
            Map<String, Object> own = new HashMap<>(function);
            own.remove("Events");
            reaching.addAll(template.parametersIn(own));
            reaching.addAll(template.parametersIn(roleOf(own).get("Path"))); // another path makes another role
            settings.add(
                    Objects.requireNonNull(SamTemplate.child(SamTemplate.child(function, "Environment"), "Variables")
                            .get("SETTINGS")));
        });
        assertThat(settings).singleElement().satisfies(one -> {
            assertThat(SamTemplate.map(one)).containsOnlyKeys("Fn::ToJsonString");
            assertThat(template.parametersIn(one)).isEqualTo(reaching).contains("DeletedRetentionDays");
        });
    }

    private Map<String, Object> roleOf(Map<String, Object> function) {
        String role = String.valueOf(SamTemplate.child(function, "Role").get("Fn::GetAtt"));
        return template.properties(role.replace(".Arn", ""));
    }

    @Test
    void everyRouteHasAnAuthoriserInEitherMode() {
        List<?> modes = (List<?>) Objects.requireNonNull(
                SamTemplate.child(template.properties("Api"), "Auth").get("Fn::If"));
        assertThat(modes.getFirst()).isEqualTo("UsesJwt");
        List<?> scopes = SamTemplate.list(SamTemplate.map(modes.get(1)), "Fn::If");
        assertThat(scopes.getFirst()).isEqualTo("HasJwtScope");
        for (Object jwt : scopes.subList(1, 3)) {
            assertThat(SamTemplate.map(jwt).get("DefaultAuthorizer")).isEqualTo("JWT");
            assertThat(SamTemplate.child(SamTemplate.map(jwt), "Authorizers")).containsOnlyKeys("JWT");
        }
        assertThat(SamTemplate.child(SamTemplate.child(SamTemplate.map(scopes.get(1)), "Authorizers"), "JWT"))
                .containsEntry("AuthorizationScopes", List.of(ref("JwtScope")));
        assertThat(modes.get(2)).isEqualTo(Map.of("DefaultAuthorizer", "AWS_IAM", "EnableIamAuthorizer", "true"));
        routes().forEach(route -> assertThat(route).doesNotContainKey("Auth").containsEntry("ApiId", ref("Api")));
    }

    @Test
    void theAuthoriserIsOneOfTheTwo() {
        Map<String, Object> parameter =
                SamTemplate.child(SamTemplate.child(template.root(), "Parameters"), "Authorization");
        assertThat(parameter.get("AllowedValues")).isEqualTo(List.of("AWS_IAM", "JWT"));
        assertThat(parameter.get("Default")).isEqualTo("AWS_IAM");
        assertThat(SamTemplate.child(SamTemplate.child(template.root(), "Conditions"), "UsesJwt")
                        .keySet())
                .hasToString("[Fn::Equals]");
    }

    @Test
    void noMethodOfAPathIsRoutedTwice() {
        assertThat(routes().map(TemplateTest::key)).doesNotHaveDuplicates();
    }

    private Stream<Map<String, Object>> routes() {
        return template.functions().values().stream().flatMap(TemplateTest::routes);
    }

    private static Stream<Map<String, Object>> routes(Map<String, Object> function) {
        return SamTemplate.child(function, "Events").values().stream()
                .filter(event -> SamTemplate.type(event).equals("HttpApi"))
                .map(event -> SamTemplate.child(SamTemplate.map(event), "Properties"));
    }

    @Test
    void everyFunctionTakesPartInSnapStartUnderTheAlias() {
        Map<String, Object> globals = SamTemplate.child(SamTemplate.child(template.root(), "Globals"), "Function");
        assertThat(globals.get("SnapStart")).isEqualTo(Map.of("ApplyOn", "PublishedVersions"));
        assertThat(globals.get("AutoPublishAlias")).isEqualTo("live");
        assertThat(globals.get("LoggingConfig"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("LogFormat", "JSON")
                .containsEntry("LogGroup", ref("FunctionLogs"));
    }

    @Test
    void storedDataIsEncryptedAndPrivate() {
        Map<String, Object> table = template.properties("Table");
        assertThat(table.get("PointInTimeRecoverySpecification"))
                .isEqualTo(Map.of("PointInTimeRecoveryEnabled", "true"));
        assertThat(table.get("SSESpecification"))
                .asString()
                .contains("{SSEEnabled=true}", "KMSMasterKeyId={Ref=KmsKeyArn}");
        Map<String, Object> bucket = template.properties("Bucket");
        assertThat(bucket.get("VersioningConfiguration")).isEqualTo(Map.of("Status", "Enabled"));
        assertThat(SamTemplate.child(bucket, "PublicAccessBlockConfiguration").values())
                .hasSize(4)
                .allMatch("true"::equals);
        assertThat(bucket).containsKeys("BucketEncryption", "LifecycleConfiguration", "OwnershipControls");
        assertThat(String.valueOf(template.properties("BucketPolicy"))).contains("aws:SecureTransport=false");
    }

    /** What a first deployment leaves behind when it fails is removed with it, but the rollback could not delete a protected table. */
    @Test
    void storedDataOutlivesItsStack() {
        for (String name : List.of("Table", "Bucket", "BucketPolicy", "WebhookKey")) {
            Map<String, Object> resource = SamTemplate.child(template.resources(), name);
            boolean isProtected = "true".equals(template.properties(name).get("DeletionProtectionEnabled"));
            assertThat(resource.get("DeletionPolicy"))
                    .as(name)
                    .isEqualTo(isProtected ? "Retain" : "RetainExceptOnCreate");
            assertThat(resource.get("UpdateReplacePolicy")).as(name).isEqualTo("Retain");
        }
        assertThat(template.properties("Table")).containsEntry("DeletionProtectionEnabled", "true");
    }

    @Test
    void theKeyOfTheCompanyEncryptsWhateverKeepsSomething() {
        Map<String, Map<String, Object>> keeping = new HashMap<>();
        for (String type :
                List.of("AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue", "AWS::Logs::LogGroup")) {
            keeping.putAll(template.propertiesOf(type));
        }
        assertThat(keeping).hasSize(10);
        keeping.forEach((name, properties) ->
                assertThat(template.parametersIn(properties)).as(name).contains("KmsKeyArn"));
    }

    @Test
    void everyRoleObeysTheRulesOfTheCompany() {
        template.propertiesOf("AWS::IAM::Role").forEach((name, role) -> {
            assertThat(template.parametersIn(Objects.requireNonNull(role.get("PermissionsBoundary"))))
                    .as(name)
                    .containsExactly("PermissionsBoundary");
            assertThat(role).as(name).containsEntry("Path", ref("RolePath"));
        });
        template.propertiesOf("AWS::IAM::ManagedPolicy")
                .forEach((name, policy) -> assertThat(policy).as(name).containsEntry("Path", ref("RolePath")));
    }

    /** Lambda stops a function that reaches itself by way of a queue, unless that is allowed. */
    @Test
    void onlyTheDeliveryOfWebhooksAndTheSealingMayCallThemselves() {
        template.functions()
                .forEach((name, function) -> assertThat(function.get("RecursiveLoop"))
                        .as(name)
                        .isEqualTo(Set.of("DeliverWebhooks", "SealVersions").contains(name) ? "Allow" : null));
    }

    /** A reader may call every route whose function cannot write. */
    @Test
    void theReadersPolicyAllowsWhatOnlyReads() {
        List<Pattern> allowed = Grant.allOf(template).stream()
                .filter(grant ->
                        grant.policy().equals("ReaderPolicy") && grant.action().equals("execute-api:Invoke"))
                .map(grant -> grant.resource().substring(grant.resource().indexOf("${Api}/*/") + "${Api}/*/".length()))
                .map(resource -> Pattern.compile(
                        Stream.of(resource.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"))))
                .toList();
        template.functions()
                .forEach((name, function) -> routes(function)
                        .filter(route -> route.containsKey("Path") && !"ANY".equals(route.get("Method")))
                        .forEach(route -> {
                            String called = route.get("Method")
                                    + String.valueOf(route.get("Path")).replaceAll("\\{api}", "ajax-api");
                            boolean onlyReads = "GET".equals(route.get("Method"))
                                    || Set.of("ReadRole", "SearchRole", "ArtifactReadRole", "ViewRole")
                                            .contains(Grant.role(template, name));
                            assertThat(allowed.stream()
                                            .anyMatch(pattern ->
                                                    pattern.matcher(called).matches()))
                                    .as(name + " " + called)
                                    .isEqualTo(onlyReads);
                        }));
    }

    @Test
    void everyLogEndsSomeDay() {
        template.propertiesOf("AWS::Logs::LogGroup")
                .forEach((name, group) -> assertThat(group).as(name).containsKey("RetentionInDays"));
    }

    /** The format is JSON by hand: API Gateway escapes only the variable whose name ends in String. */
    @Test
    void theAccessLogQuotesNothingThatACallerCanPutQuotesInto() {
        String format = (String) SamTemplate.child(template.properties("Api"), "AccessLogSettings")
                .get("Format");
        assertThat(format)
                .contains("\"error\":$context.error.messageString,")
                .doesNotContain("$context.path", "error.message\"", "integrationErrorMessage");
    }

    @Test
    void theQueueOfUploadsTakesEventsOfBucketsOnlyThatCloudFormationNamesLikeOurs() {
        Map<String, Object> statement = SamTemplate.map(SamTemplate.list(
                        SamTemplate.child(template.properties("UploadQueuePolicy"), "PolicyDocument"), "Statement")
                .getFirst());
        assertThat(SamTemplate.child(statement, "Condition"))
                .hasToString("{StringEquals={aws:SourceAccount={Ref=AWS::AccountId}},"
                        + " ArnLike={aws:SourceArn={Fn::Sub=arn:${AWS::Partition}:s3:::*-bucket-*}}}");
    }

    @Test
    void everyAlarmNotifiesTheTopic() {
        Map<String, Map<String, Object>> alarms = template.propertiesOf("AWS::CloudWatch::Alarm");
        assertThat(alarms)
                .containsKeys(
                        "FunctionFailureAlarm",
                        "ServerErrorAlarm",
                        "FunctionThrottleAlarm",
                        "TableThrottleAlarm",
                        "UploadDeadLetterAlarm",
                        "UploadAgeAlarm",
                        "LostMessageAlarm",
                        "EventAgeAlarm");
        alarms.forEach((name, alarm) ->
                assertThat(String.valueOf(alarm.get("AlarmActions"))).as(name).contains("AlarmTopic"));
    }

    @Test
    void nothingIsAllowedOnEverything() {
        for (Grant grant : Grant.allOf(template)) {
            if (grant.policy().equals("NetworkPolicy")) {
                continue; // Lambda requires it so
            }
            assertThat(grant.action()).as(grant.policy()).doesNotContain("*");
            assertThat(grant.resource()).as(grant.policy()).isNotEqualTo("*").doesNotStartWith("arn:*");
        }
    }

    @Test
    void cloudFormationTakesItWithManyMoreOperations() {
        int resources = template.resources().keySet().stream()
                .mapToInt(this::resourcesMadeOf)
                .sum();
        int resourcesOfOneOperation = 4;
        assertThat(resources + ROOM_FOR_OPERATIONS * resourcesOfOneOperation).isLessThanOrEqualTo(CLOUDFORMATION_LIMIT);
    }

    /** Each part as long as AWS allows, except for a stack's name of 60 characters; CloudFormation cuts a function's to 64. */
    @Test
    void thePolicyOfAFunctionHasRoomForAllItsRoutes() {
        String region = "us-gov-west-1:123456789012:";
        template.functions().forEach((name, function) -> {
            int characters = routes(function)
                    .map(TemplateTest::key)
                    .mapToInt(key -> ("{'Sid':'','Effect':'Allow','Principal':{'Service':'apigateway.amazonaws.com'},"
                                            + "'Action':'lambda:InvokeFunction','Resource':'arn:aws-us-gov:lambda:"
                                            + region
                                            + "function::live','Condition':{'ArnLike':{'AWS:SourceArn':'arn:aws-us-gov:execute-api:"
                                            + region + "abcdefghij/*/" + key + "'}}},")
                                    .length()
                            + 64
                            + 100)
                    .sum();
            assertThat(characters).as(name).isLessThan(LARGEST_POLICY);
        });
    }

    /** What SAM makes of a resource: of a function, also a version, its alias, and a permission or mapping for each event, with a rule for a schedule. */
    private int resourcesMadeOf(String name) {
        Map<String, Object> declared = SamTemplate.child(template.resources(), name);
        Map<String, Object> properties = template.properties(name);
        return switch (SamTemplate.type(declared)) {
            case SamTemplate.FUNCTION ->
                3
                        + SamTemplate.child(properties, "Events").values().stream()
                                .mapToInt(event -> SamTemplate.type(event).equals("Schedule") ? 2 : 1)
                                .sum()
                        + (properties.containsKey("EventInvokeConfig") ? 1 : 0);
            case "AWS::Serverless::HttpApi" -> 2;
            case String other
            when other.startsWith("AWS::Serverless::") ->
                throw new IllegalStateException("how many resources does SAM make of " + other + "?");
            default -> 1;
        };
    }

    private static Map<String, String> ref(String name) {
        return Map.of("Ref", name);
    }
}
