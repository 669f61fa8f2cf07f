package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.testing.CountedText;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Limits the cost of a caller's text in all code that reads one. The test finds regular expressions in the compiled classes, so
 * that new ones are tested too: each must match a text in a number of steps that is linear in its length, and without a stack
 * that grows with it.
 */
final class CostOfInputTest {
    private static final Set<String> OF_STRING = Set.of("matches", "replaceAll", "replaceFirst", "split");

    private static final int LENGTH = 500;
    private static final int LONG = 20_000;

    /** A search for an id tries its 32 digits at each place of a text. */
    private static final int STEPS_A_CHARACTER = 80;

    private static Stream<ClassModel> classes() throws Exception {
        List<ClassModel> classes = new ArrayList<>();
        for (Class<?> module : List.of(Json.class, ApiHandler.class, LocalRegistry.class)) {
            URI place =
                    module.getProtectionDomain().getCodeSource().getLocation().toURI();
            if (Files.isDirectory(Path.of(place))) {
                readInto(classes, Path.of(place));
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
                    readInto(classes, jar.getPath("/"));
                }
            }
        }
        return classes.stream();
    }

    private static void readInto(List<ClassModel> classes, Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("io/lambdaregistry"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                classes.add(ClassFile.of().parse(Files.readAllBytes(file)));
            }
        }
    }

    /** The constants of every method that uses one as a regular expression. Those that are none are simple ones. */
    static Stream<String> regularExpressions() throws Exception {
        return expressionsOf(classes());
    }

    /** Those of the classes that look for one in a text, where it is tried at each place. */
    static Stream<String> searchedExpressions() throws Exception {
        return expressionsOf(classes()
                .filter(type -> type.methods().stream()
                        .flatMap(CostOfInputTest::code)
                        .anyMatch(CostOfInputTest::looksForExpressions)));
    }

    private static Stream<String> expressionsOf(Stream<ClassModel> classes) {
        Set<String> found = new TreeSet<>();
        classes.flatMap(type -> type.methods().stream())
                .filter(CostOfInputTest::usesRegularExpressions)
                .flatMap(CostOfInputTest::constants)
                .filter(CostOfInputTest::isRegularExpression)
                .forEach(found::add);
        return found.stream();
    }

    private static boolean looksForExpressions(CodeElement element) {
        return element instanceof InvokeInstruction call
                && (isCall(call, "java/util/regex/Matcher", Set.of("find", "results", "replaceAll", "replaceFirst"))
                        || isCall(call, "java/lang/String", Set.of("replaceAll", "replaceFirst", "split")));
    }

    private static Stream<CodeElement> code(MethodModel method) {
        return method.code().stream().flatMap(code -> code.elementStream());
    }

    private static boolean usesRegularExpressions(MethodModel method) {
        return code(method)
                .anyMatch(element -> element instanceof InvokeInstruction call
                        && (isCall(call, "java/util/regex/Pattern", Set.of("compile", "matches"))
                                || isCall(call, "java/lang/String", OF_STRING)));
    }

    private static boolean isCall(InvokeInstruction call, String owner, Set<String> names) {
        return call.owner().asInternalName().equals(owner)
                && names.contains(call.name().stringValue());
    }

    private static Stream<String> constants(MethodModel method) {
        return code(method)
                .flatMap(element -> element instanceof ConstantInstruction constant
                                && constant.constantValue() instanceof String text
                        ? Stream.of(text)
                        : Stream.empty());
    }

    private static boolean isRegularExpression(String text) {
        try {
            Pattern.compile(text);
            return !text.isEmpty();
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Repeated, a piece of what the expression speaks of; before it what it begins with, behind it what breaks it off. */
    private static List<String> hostileTexts(String expression) {
        List<String> characters = Stream.concat(
                        Stream.of("a", "0", " "),
                        expression
                                .chars()
                                .filter(c -> !Character.isLetterOrDigit(c))
                                .mapToObj(Character::toString))
                .distinct()
                .limit(10)
                .toList();
        List<String> pieces = new ArrayList<>(characters);
        characters.forEach(one -> characters.forEach(other -> pieces.add(one + other)));
        List<String> texts = new ArrayList<>();
        for (String start : starts(expression)) {
            for (String piece : pieces) {
                String repeated = start + piece.repeat(LENGTH / piece.length());
                texts.add(repeated);
                texts.add(repeated + "\u0001");
            }
        }
        return texts;
    }

    private static List<String> starts(String expression) {
        List<String> starts = new ArrayList<>(List.of(""));
        Matcher words = Pattern.compile("[A-Za-z0-9=:/#-]+").matcher(expression);
        while (words.find() && starts.size() < 4) {
            starts.add(words.group());
        }
        return starts;
    }

    private static long stepsOfMatching(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        pattern.matcher(counted).matches();
        return counted.reads();
    }

    private static long stepsOfLooking(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        Matcher matcher = pattern.matcher(counted);
        while (matcher.find()) {
            // counted
        }
        return counted.reads();
    }

    private static void assertLinear(String expression, ToLongBiFunction<Pattern, String> steps) {
        Pattern pattern = Pattern.compile(expression, Pattern.DOTALL);
        assertThat(hostileTexts(expression))
                .as("%s", expression)
                .noneMatch(text -> steps.applyAsLong(pattern, text) > (long) STEPS_A_CHARACTER * text.length());
    }

    @ParameterizedTest
    @MethodSource("regularExpressions")
    void everyRegularExpressionIsLinear(String expression) {
        assertLinear(expression, CostOfInputTest::stepsOfMatching);
    }

    @ParameterizedTest
    @MethodSource("searchedExpressions")
    void everyRegularExpressionThatIsLookedForIsLinear(String expression) {
        assertLinear(expression, CostOfInputTest::stepsOfLooking);
    }

    @ParameterizedTest
    @MethodSource("regularExpressions")
    void noRegularExpressionRecursForEachCharacter(String expression) {
        Pattern pattern = Pattern.compile(expression, Pattern.DOTALL);
        for (String piece : List.of("a", "0", "_0", "a.", "/a", "%25", " ")) {
            String text = piece.repeat(LONG / piece.length());
            assertThatCode(() -> stepsOfMatching(pattern, text))
                    .as("%s", expression)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void theOnlyMakerOfParsersIsTheOneWhoseParsersLearnNothing() throws Exception {
        List<String> makers = classes()
                .filter(type -> refersTo(type, "com/fasterxml/jackson/core/JsonFactory"))
                .map(type -> type.thisClass().asInternalName())
                .toList();
        assertThat(makers).containsExactly("io/lambdaregistry/json/Json");
    }

    private static boolean refersTo(ClassModel type, String name) {
        for (var entry : type.constantPool()) {
            if (entry instanceof ClassEntry reference
                    && reference.asInternalName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
