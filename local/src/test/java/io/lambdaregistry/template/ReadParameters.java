package io.lambdaregistry.template;

import io.lambdaregistry.functions.http.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The parameters that a handler reads: the calls of {@link Parameters} in its {@code answer}, and in the methods to which it
 * passes them, found in the class files. So a parameter is found also where no request of a test has it.
 */
final class ReadParameters {
    private static final String PARAMETERS = Parameters.class.getName().replace('.', '/');

    /** The type in JSON Schema of what a method of Parameters returns; an array is one of strings. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("requiredString", "string"),
            Map.entry("requiredInAnySpelling", "string"),
            Map.entry("string", "string"),
            Map.entry("stringOrEmpty", "string"),
            Map.entry("integer", "integer"),
            Map.entry("integerUpTo", "integer"),
            Map.entry("requiredInteger", "integer"),
            Map.entry("requiredNumber", "number"),
            Map.entry("bool", "boolean"),
            Map.entry("strings", "array"),
            Map.entry("givenStrings", "array"),
            Map.entry("requiredStrings", "array"));

    /**
     * A parameter.
     *
     * @param demanded whether a method that rejects its absence reads it, on some way through the handler
     */
    record Parameter(String name, boolean demanded, Map<String, Object> schema) {}

    private final Map<String, Parameter> found = new LinkedHashMap<>();
    private final Set<String> walked = new HashSet<>();

    private ReadParameters() {}

    /**
     * @param handler the name of a class that extends {@link io.lambdaregistry.functions.http.JsonHandler}; a handler that has no
     *     {@code answer} reads no parameters
     */
    static List<Parameter> of(String handler) {
        ReadParameters reading = new ReadParameters();
        String file = handler.replace('.', '/');
        model(file).methods().stream()
                .filter(method -> method.methodName().equalsString("answer"))
                .forEach(method -> reading.walk(file, method));
        return List.copyOf(reading.found.values());
    }

    private static ClassModel model(String file) {
        try (InputStream bytes = ReadParameters.class.getResourceAsStream("/" + file + ".class")) {
            return ClassFile.of().parse(Objects.requireNonNull(bytes, file).readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void walk(String file, MethodModel method) {
        if (!walked.add(file + method.methodName() + method.methodType())) {
            return;
        }
        List<ConstantDesc> constants = new ArrayList<>();
        for (CodeElement element : method.code().orElseThrow()) {
            switch (element) {
                case ConstantInstruction constant -> constants.add(constant.constantValue());
                case InvokeInstruction call -> {
                    called(call, constants);
                    constants.clear();
                }
                case Instruction _ -> constants.clear();
                default -> {}
            }
        }
    }

    private void called(InvokeInstruction call, List<ConstantDesc> constants) {
        String name = call.name().stringValue();
        String owner = call.owner().asInternalName();
        String type = owner.equals(PARAMETERS) ? TYPES.get(name) : null;
        if (type != null) {
            found(name, type, constants);
        } else if (owner.equals(PARAMETERS) || call.type().stringValue().contains("L" + PARAMETERS + ";")) {
            model(owner).methods().stream()
                    .filter(method -> method.methodName().equalsString(name)
                            && method.methodType().equals(call.type())
                            && method.code().isPresent())
                    .forEach(method -> walk(owner, method));
        }
    }

    /** @param constants the arguments: the name of the parameter, after the largest value and before the default if there are */
    private void found(String reader, String type, List<ConstantDesc> constants) {
        List<ConstantDesc> arguments = constants;
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        if (type.equals("array")) {
            schema.put("items", Map.of("type", "string"));
        }
        if (reader.equals("integerUpTo")) {
            schema.put("maximum", arguments.getFirst());
            arguments = arguments.subList(1, arguments.size());
        }
        String name = (String) arguments.getFirst();
        if (arguments.size() > 1) {
            ConstantDesc otherwise = arguments.get(1);
            schema.put("default", reader.equals("bool") ? (Object) otherwise.equals(1) : otherwise);
        }
        boolean demanded = reader.startsWith("required") || reader.startsWith("given");
        found.merge(
                name,
                new Parameter(name, demanded, schema),
                (one, other) -> new Parameter(name, one.demanded && other.demanded, one.schema));
    }
}
