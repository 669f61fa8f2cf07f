package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.ModelSearch;
import io.lambdaregistry.registry.VersionSearch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever a caller writes, a search is read or refused as INVALID_PARAMETER_VALUE; and what is read is what was written. */
final class SearchLanguageFuzzTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";

    private final PageTokens tokens = new PageTokens(() -> new byte[32]);

    private static void readsOrRefuses(Runnable read) {
        try {
            read.run();
        } catch (RegistryException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
        }
    }

    private static void readsOrRefusesAsFilterAndOrder(String text) {
        readsOrRefuses(() -> FilterParser.parse(text));
        readsOrRefuses(() -> OrderBy.parse(text));
        readsOrRefuses(() -> ModelSearch.of(text, List.of(), 10, Optional.empty()));
        readsOrRefuses(() -> ModelSearch.of("", List.of(text), 10, Optional.empty()));
        readsOrRefuses(() -> VersionSearch.of(text, List.of(), 10, Optional.empty()));
        readsOrRefuses(() -> VersionSearch.of("", List.of(text), 10, Optional.empty()));
    }

    @Property(tries = 2_000)
    void anyTextIsReadOrRefused(@ForAll String text) {
        readsOrRefusesAsFilterAndOrder(text);
    }

    @Property(tries = 5_000)
    void anyRowOfTheLanguagesOwnPiecesIsReadOrRefused(@ForAll("pieces") String text) {
        readsOrRefusesAsFilterAndOrder(text);
    }

    @Property(tries = 3_000)
    void aFilterWithASliceReplacedIsReadOrRefused(
            @ForAll("filters") List<Comparison> filter,
            @ForAll("pieces") String other,
            @ForAll int from,
            @ForAll int length) {
        String text = printed(filter);
        int start = Math.floorMod(from, text.length() + 1);
        int end = Math.min(text.length(), start + Math.floorMod(length, 8));
        readsOrRefusesAsFilterAndOrder(text.substring(0, start) + other + text.substring(end));
    }

    @Property(tries = 2_000)
    void noTextButAnIssuedOneIsAPageToken(@ForAll("pieces") String search, @ForAll String token) {
        assertThat(refusal(search, token)).contains(ErrorCode.INVALID_PARAMETER_VALUE);
    }

    @Property(tries = 5_000)
    void anIssuedTokenIsRefusedOnceItIsCutOrLengthened(
            @ForAll @Size(max = 4) List<@StringLength(max = 20) String> position,
            @ForAll int cut,
            @ForAll("pieces") String more) {
        String issued = tokens.issue("search", position);
        int length = Math.floorMod(cut, issued.length());
        assertThat(refusal("search", issued.substring(0, length))).contains(ErrorCode.INVALID_PARAMETER_VALUE);
        if (!more.isEmpty()) {
            assertThat(refusal("search", issued + more)).contains(ErrorCode.INVALID_PARAMETER_VALUE);
        }
    }

    private Optional<ErrorCode> refusal(String search, String token) {
        try {
            tokens.read(search, token);
            return Optional.empty();
        } catch (RegistryException e) {
            return Optional.of(e.code());
        }
    }

    @Property(tries = 5_000)
    void aFilterThatIsPrintedAndParsedIsTheSame(@ForAll("filters") List<Comparison> filter) {
        assertThat(FilterParser.parse(printed(filter))).isEqualTo(filter);
    }

    @Property(tries = 2_000)
    void aNumberThatOnlyJavaReadsIsRefused(@ForAll("words") String key, @ForAll("javaNumbers") String number) {
        assertThatThrownBy(() -> FilterParser.parse("metrics." + key + " > " + number))
                .isInstanceOf(RegistryException.class);
    }

    @Provide
    Arbitrary<String> javaNumbers() {
        return Arbitraries.of("1d", "1f", "1.5D", "0x1p3", "1e5F", "0x10");
    }

    @Property(tries = 2_000)
    void aClauseOfOrderThatIsPrintedAndParsedIsTheSame(
            @ForAll("entities") String entity, @ForAll("words") String key, @ForAll boolean ascending) {
        String identifier = entity.isEmpty() ? key : entity + "." + key;
        OrderBy parsed = OrderBy.parse(identifier + (ascending ? " ASC" : " desc"));
        assertThat(parsed.entity()).isEqualTo(entity);
        assertThat(parsed.key()).isEqualTo(key);
        assertThat(parsed.ascending()).isEqualTo(ascending);
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(
                        "name",
                        "tags",
                        "tag",
                        "attribute",
                        "run_id",
                        "version_number",
                        "source_path",
                        "timestamp",
                        ".",
                        "`",
                        "'",
                        "\"",
                        "''",
                        "\\",
                        "\\'",
                        "'a'",
                        "\"b\"",
                        "`k y`",
                        "(",
                        ")",
                        ",",
                        "=",
                        "!=",
                        "<>",
                        "<",
                        "<=",
                        ">",
                        ">=",
                        "!",
                        "=>",
                        "LIKE",
                        "ilike",
                        "IN",
                        "NOT IN",
                        "is null",
                        "IS NOT NULL",
                        "AND",
                        "and",
                        "OR",
                        "ASC",
                        " DESC",
                        " ",
                        "\n",
                        "\u0000",
                        "\u00a0",
                        "\u3000",
                        "1",
                        "-1",
                        "+",
                        "1.5e-3",
                        "1e",
                        "1d",
                        "0x1p3",
                        "9999999999999999999999",
                        "٣",
                        "²",
                        "ı",
                        "ſ",
                        "İ",
                        "😀",
                        "\ud83d",
                        "%",
                        "_",
                        ";",
                        "--",
                        "/*")
                .list()
                .ofMaxSize(12)
                .map(pieces -> String.join("", pieces));
    }

    @Provide
    Arbitrary<List<Comparison>> filters() {
        return comparisons().list().ofMaxSize(4);
    }

    @Provide
    Arbitrary<String> entities() {
        return Arbitraries.of("", "tags", "tag", "attribute", "metrics");
    }

    @Provide
    Arbitrary<String> words() {
        Arbitrary<String> first = Arbitraries.strings().withChars(LETTERS).ofLength(1);
        Arbitrary<String> rest =
                Arbitraries.strings().withChars(LETTERS + "0123456789$@é漢").ofMaxLength(8);
        return Combinators.combine(first, rest).as((a, b) -> a + b).filter(word -> !word.equalsIgnoreCase("AND"));
    }

    private Arbitrary<Comparison> comparisons() {
        return Combinators.combine(
                        entities(),
                        words(),
                        texts().map(text -> text.replace("`", "")),
                        Arbitraries.of(true, false),
                        rightSides())
                .as((entity, word, text, quoted, right) ->
                        new Comparison(entity, quoted ? text : word, quoted, right.operator(), right.value()));
    }

    private record RightSide(Operator operator, FilterValue value) {}

    private static Arbitrary<RightSide> rightSides() {
        Arbitrary<FilterValue> singles = Arbitraries.oneOf(
                texts().map(FilterValue.Text::new),
                Arbitraries.integers().map(number -> new FilterValue.Numeric(number, Integer.toString(number))),
                Arbitraries.doubles().map(number -> new FilterValue.Numeric(number, Double.toString(number))));
        Arbitrary<FilterValue> lists = texts().list().ofMinSize(1).ofMaxSize(4).map(FilterValue.TextList::new);
        Arbitrary<FilterValue> none = Arbitraries.just(new FilterValue.None());
        return Arbitraries.of(Operator.values()).flatMap(operator -> {
            Arbitrary<FilterValue> value = switch (operator) {
                case IN, NOT_IN -> lists;
                case IS_NULL, IS_NOT_NULL -> none;
                default -> singles;
            };
            return value.map(right -> new RightSide(operator, right));
        });
    }

    /** Any text that can stand between single quotes as it is: quotes in it would have to be doubled, and stay so. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(20)
                .map(text -> text.replace("'", "").replace("\\", "/"));
    }

    private static String printed(List<Comparison> filter) {
        return filter.stream().map(SearchLanguageFuzzTest::printed).collect(Collectors.joining(" AND "));
    }

    private static String printed(Comparison clause) {
        String key = clause.quotedKey() ? "`" + clause.key() + "`" : clause.key();
        String identifier = clause.entity().isEmpty() ? key : clause.entity() + "." + key;
        return identifier + " " + clause.operator().symbol() + " " + printed(clause.value());
    }

    private static String printed(FilterValue value) {
        return switch (value) {
            case FilterValue.Text(String text) -> "'" + text + "'";
            case FilterValue.Like(LikePattern pattern) -> "'" + pattern.text() + "'";
            case FilterValue.Numeric(double number, String written) -> written;
            case FilterValue.TextList(var texts) ->
                texts.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", ", "(", ")"));
            case FilterValue.None none -> "";
        };
    }
}
