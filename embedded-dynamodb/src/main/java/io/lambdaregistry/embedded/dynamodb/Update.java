package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An update expression. Every part of it reads the item as it was before the update. */
record Update(List<Part> parts) {
    enum Verb {
        SET,
        REMOVE,
        ADD,
        DELETE
    }

    /** @param operand the value to set, add or delete; none to remove */
    record Part(Verb verb, List<String> path, Operand operand) {}

    /**
     * The item after the update.
     *
     * @param paths the paths of the parts
     */
    Map<String, AttributeValue> apply(Scope scope, List<DocumentPath> paths, TableSchema schema) {
        paths.forEach(path -> refuseKey(path, schema));
        Map<String, AttributeValue> changed = new LinkedHashMap<>(scope.item());
        for (int i = 0; i < paths.size(); i++) {
            paths.get(i).change(changed, value(parts.get(i), paths.get(i), scope));
        }
        Values.refuseDepth(changed);
        return changed;
    }

    private static void refuseKey(DocumentPath path, TableSchema schema) {
        if (schema.isKey(path.attribute())) {
            throw Refusal.validation("One or more parameter values were invalid: Cannot update attribute "
                    + path.attribute() + ". This attribute is part of the key");
        }
    }

    /** The paths that the parts change; rejects paths that overlap. */
    List<DocumentPath> paths(Scope scope) {
        List<DocumentPath> paths = new ArrayList<>();
        for (Part part : parts) {
            DocumentPath path =
                    new DocumentPath(part.path().stream().map(scope::name).toList());
            if (paths.stream().anyMatch(path::overlaps)) {
                throw Refusal.validation("Invalid UpdateExpression: Two document paths overlap with each other; must"
                        + " remove or rewrite one of these paths");
            }
            paths.add(path);
        }
        return paths;
    }

    private static @Nullable AttributeValue value(Part part, DocumentPath path, Scope scope) {
        AttributeValue operand = part.operand().in(scope);
        AttributeValue old = path.in(scope.item());
        return switch (part.verb()) {
            case REMOVE -> null;
            case SET -> {
                if (operand == null) {
                    throw Refusal.validation(
                            "The provided expression refers to an attribute that does not exist in the item");
                }
                yield operand;
            }
            case ADD -> sum(old, Objects.requireNonNull(operand));
            case DELETE -> old == null ? null : difference(old, Objects.requireNonNull(operand));
        };
    }

    private static AttributeValue sum(@Nullable AttributeValue old, AttributeValue operand) {
        if (operand.n() != null && (old == null || old.n() != null)) {
            return old == null ? operand : AttributeValue.fromN(Numbers.sum(old.n(), operand.n()));
        }
        return Objects.requireNonNull(set(old == null ? operand : old, operand, true));
    }

    private static @Nullable AttributeValue difference(AttributeValue old, AttributeValue operand) {
        return set(old, operand, false);
    }

    /** The set with or without the elements; null for an empty set, which is no valid value. */
    private static @Nullable AttributeValue set(AttributeValue old, AttributeValue elements, boolean with) {
        if (old.hasSs() && elements.hasSs()) {
            List<String> set = changed(old.ss(), elements.ss(), with);
            return set.isEmpty() ? null : AttributeValue.fromSs(set);
        }
        if (old.hasNs() && elements.hasNs()) {
            List<String> set = changed(old.ns(), elements.ns(), with);
            return set.isEmpty() ? null : AttributeValue.fromNs(set);
        }
        if (old.hasBs() && elements.hasBs()) {
            List<SdkBytes> set = changed(old.bs(), elements.bs(), with);
            return set.isEmpty() ? null : AttributeValue.fromBs(set);
        }
        throw Refusal.validation("An operand in the update expression has an incorrect data type");
    }

    private static <T> List<T> changed(List<T> old, List<T> elements, boolean with) {
        Set<T> set = new LinkedHashSet<>(old);
        if (with) {
            set.addAll(elements);
        } else {
            elements.forEach(set::remove);
        }
        return List.copyOf(set);
    }
}
