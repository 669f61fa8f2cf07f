package io.lambdaregistry.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The effect of a policy's statement: it allows or denies one action on one resource.
 *
 * @param policy the managed policy with the statement, or the role with it as an inline policy
 * @param resource such as {@code Table}, {@code Table/index/*}, {@code Bucket/*}
 * @param partitions the partition keys of the table to which it is restricted, where a final * matches any rest; empty for all
 */
record Grant(String policy, boolean allows, String action, String resource, Optional<Set<String>> partitions) {

    static List<Grant> allOf(SamTemplate template) {
        List<Grant> grants = new ArrayList<>();
        template.propertiesOf("AWS::IAM::ManagedPolicy").forEach((name, policy) -> addAll(name, policy, grants));
        template.propertiesOf("AWS::IAM::Role")
                .forEach((name, role) -> own(role).forEach(policy -> addAll(name, policy, grants)));
        return grants;
    }

    /** What a function's role allows, by the managed policies that it shares with others and by its own. */
    static List<Grant> ofFunction(SamTemplate template, String function) {
        String name = role(template, function);
        Set<String> policies = SamTemplate.list(template.properties(name), "ManagedPolicyArns").stream()
                .map(Grant::chosen)
                .map(Grant::name)
                .collect(Collectors.toCollection(HashSet::new));
        policies.add(name);
        return allOf(template).stream()
                .filter(grant -> policies.contains(grant.policy()))
                .toList();
    }

    private static List<Map<String, Object>> own(Map<String, Object> role) {
        return role.containsKey("Policies")
                ? SamTemplate.list(role, "Policies").stream()
                        .map(SamTemplate::map)
                        .toList()
                : List.of();
    }

    private static void addAll(String name, Map<String, Object> policy, List<Grant> grants) {
        statements(policy).forEach(statement -> add(name, statement, grants));
    }

    /** The logical name of a function's role. */
    static String role(SamTemplate template, String function) {
        Object role = template.properties(function).get("Role");
        return name(Objects.requireNonNull(role)).replace(".Arn", "");
    }

    private static List<Map<String, Object>> statements(Map<String, Object> policy) {
        return SamTemplate.list(SamTemplate.child(policy, "PolicyDocument"), "Statement").stream()
                .map(Grant::chosen)
                .map(SamTemplate::map)
                .toList();
    }

    /** With every condition met: what a parameter can add is judged too. */
    private static Object chosen(Object value) {
        return value instanceof Map<?, ?> map && map.get("Fn::If") instanceof List<?> choice
                ? chosen(Objects.requireNonNull(choice.get(1)))
                : value;
    }

    private static void add(String policy, Map<String, Object> statement, List<Grant> grants) {
        Optional<Set<String>> partitions = partitions(policy, statement);
        for (Object action : SamTemplate.list(statement, "Action")) {
            for (Object resource : SamTemplate.list(statement, "Resource")) {
                grants.add(new Grant(
                        policy,
                        "Allow".equals(statement.get("Effect")),
                        (String) action,
                        name(chosen(resource)),
                        partitions));
            }
        }
    }

    private static Optional<Set<String>> partitions(String policy, Map<String, Object> statement) {
        if (!statement.containsKey("Condition")) {
            return Optional.empty();
        }
        Map<String, Object> condition = SamTemplate.child(statement, "Condition");
        Set<String> understood = "Allow".equals(statement.get("Effect"))
                ? Set.of("ForAllValues:StringEquals", "ForAllValues:StringLike")
                : Set.of("ForAnyValue:StringLike");
        String operator = condition.keySet().iterator().next();
        if (operator.equals("StringEquals")
                && SamTemplate.child(condition, operator).keySet().equals(Set.of("kms:ViaService"))) {
            return Optional.empty();
        }
        if (condition.size() != 1 || !understood.contains(operator)) {
            throw new IllegalStateException(policy + " has a condition that is not understood: " + condition);
        }
        return Optional.of(SamTemplate.list(SamTemplate.child(condition, operator), "dynamodb:LeadingKeys").stream()
                .map(String.class::cast)
                .collect(Collectors.toSet()));
    }

    /** {@code !GetAtt Table.Arn} is {@code Table}, {@code !Sub "${Bucket.Arn}/*"} is {@code Bucket/*}. */
    private static String name(Object value) {
        return switch (value) {
            case String text -> text;
            case Map<?, ?> function
            when function.get("Fn::GetAtt") instanceof String attribute ->
                attribute.endsWith(".Arn") && !attribute.contains("Role")
                        ? attribute.substring(0, attribute.length() - 4)
                        : attribute;
            case Map<?, ?> function when function.get("Ref") instanceof String resource -> resource;
            case Map<?, ?> function
            when function.get("Fn::Sub") instanceof String text -> text.replaceAll("\\$\\{(\\w+)\\.Arn}", "$1");
            default -> throw new IllegalStateException("not the name of a resource: " + value);
        };
    }

    /** Whether it is about a call at all. */
    boolean covers(AwsCall call) {
        return action.equals(call.action())
                && matches(resource, call.resource())
                && partitions
                        .map(named -> call.partition()
                                .filter(called -> named.stream().anyMatch(pattern -> matches(pattern, called)))
                                .isPresent())
                        .orElse(true);
    }

    private static boolean matches(String pattern, String called) {
        return pattern.endsWith("*")
                ? called.startsWith(pattern.substring(0, pattern.length() - 1))
                : called.equals(pattern);
    }
}
