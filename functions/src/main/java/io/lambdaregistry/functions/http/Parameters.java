package io.lambdaregistry.functions.http;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.lambdaregistry.error.PythonIntegers;
import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.json.Json;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request, from its query or its JSON body, with MLflow's messages for parameters that are missing or of
 * the wrong type. A name is looked up in snake_case and in camelCase; a body that has both is refused, whatever the two values
 * are. A null counts as absent. Parameters that the operation does not name are ignored, in any spelling.
 */
public final class Parameters {
    private static final String SEE_DOCS = " See the API docs for more information about request parameters.";

    private final Map<String, @Nullable Object> values;
    private final Map<String, String> pathParameters;

    /** Whether the values came from a query, in which numbers and booleans are text. */
    private final boolean fromQuery;

    /** The position of these parameters in the request, as error messages write it: {@code metrics[3].}, or nothing. */
    private final String place;

    private Parameters(Map<String, @Nullable Object> values, Map<String, String> pathParameters, boolean fromQuery) {
        this(values, pathParameters, fromQuery, "");
    }

    private Parameters(
            Map<String, @Nullable Object> values, Map<String, String> pathParameters, boolean fromQuery, String place) {
        this.values = values;
        this.pathParameters = pathParameters;
        this.fromQuery = fromQuery;
        this.place = place;
    }

    /** For handlers whose response is not JSON; {@link JsonHandler} passes the parameters to the others. */
    public static Parameters of(ApiRequest request) {
        if (request.method().equals("GET") && !request.query().isEmpty()) {
            return new Parameters(new LinkedHashMap<>(request.query()), request.pathParameters(), true);
        }
        requireJson(request);
        return new Parameters(parseBody(request.body().readAll()), request.pathParameters(), false);
    }

    private static void requireJson(ApiRequest request) {
        String type = request.header("content-type");
        if (!request.method().equals("POST")) {
            return;
        }
        if (type == null) {
            throw RegistryException.invalid("Bad Request. Content-Type header is missing.");
        }
        if (!type.split(";", -1)[0].strip().equals("application/json")) {
            throw RegistryException.invalid("Bad Request. Content-Type must be one of ['application/json'].");
        }
    }

    /**
     * Parses a body. As in MLflow's server, a body that is not JSON counts as empty, and a JSON string that contains JSON is
     * parsed again.
     */
    private static Map<String, @Nullable Object> parseBody(byte[] body) {
        Object value;
        try {
            value = body.length == 0 ? null : Json.parse(body);
            if (value instanceof String text) {
                value = Json.parse(text);
            }
        } catch (UncheckedIOException notJson) {
            if (notJson.getCause() instanceof StreamConstraintsException) {
                throw ApiRequest.beyondLimits();
            }
            return Map.of();
        }
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?>)) {
            throw RegistryException.invalid("The request body must be a JSON object, got: " + shown(value) + ".");
        }
        return asObject(value);
    }

    /** The value of a route's variable, decoded. */
    public String path(String name) {
        return pathParameters.getOrDefault(name, "");
    }

    public boolean has(String name) {
        return value(name) != null;
    }

    /** Names what MLflow's request has too, though the operation reads nothing from it. It may have one spelling only, as all. */
    public void unread(String... names) {
        for (String name : names) {
            raw(name);
        }
    }

    /** A string that is not empty, given in snake_case: MLflow checks what its schema requires under that name only. */
    public String requiredString(String name) {
        String text = requiredInAnySpelling(name);
        if (!values.containsKey(name)) {
            throw missing(name);
        }
        return text;
    }

    /** As {@link #requiredString}, for a parameter that MLflow's schema does not require, but what reads it does. */
    public String requiredInAnySpelling(String name) {
        String text = string(name);
        if (text == null || text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    /** The run that a request names: by {@code run_id}, by {@code run_uuid}, its older name, or by both. */
    public String runId() {
        String older = values.containsKey("run_uuid") ? stringOrEmpty("run_uuid") : "";
        if (older.isEmpty() || values.get("run_id") != null) {
            return requiredString("run_id");
        }
        String runId = stringOrEmpty("run_id");
        return runId.isEmpty() ? older : runId;
    }

    /** The parameters of the query alone. */
    public Parameters ofQuery() {
        return fromQuery ? this : new Parameters(Map.of(), pathParameters, true);
    }

    public @Nullable String string(String name) {
        Object value = value(name);
        if (value instanceof String text && !isUnicode(text)) {
            throw RegistryException.invalid(
                    "Invalid value for parameter '%s' supplied: it holds half of a surrogate pair, which is no character."
                            .formatted(place + name));
        }
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name, value);
    }

    /** Whether a text has no unpaired surrogate, which cannot be encoded as UTF-8. */
    private static boolean isUnicode(String text) {
        return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** A string; {@code ""} if it is absent. */
    public String stringOrEmpty(String name) {
        String text = string(name);
        return text == null ? "" : text;
    }

    /** The token at which a search continues; empty for its first page. */
    public Optional<String> pageToken() {
        return Optional.of(stringOrEmpty("page_token")).filter(token -> !token.isEmpty());
    }

    /** An integer of 64 bits: a JSON number, or a text that {@link NumberTexts} reads. */
    public @Nullable Long integer(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> null;
            case Long number -> number;
            case Double number when NumberTexts.isLong(number) -> number.longValue();
            case String text -> NumberTexts.integer(text).orElseThrow(() -> wrongType(name, text));
            default -> throw wrongType(name, value);
        };
    }

    public long integer(String name, long otherwise) {
        Long value = integer(name);
        return value == null ? otherwise : value;
    }

    /**
     * As {@link #integer}, but a number that is no integer, or one with spaces around it, counts as absent, and one above the
     * limit is of the wrong type. MLflow's searches read {@code max_results} in this way.
     */
    public long integerUpTo(long most, String name, long otherwise) {
        Object value = value(name);
        boolean unread = switch (value) {
            case null -> true;
            case Boolean bool -> true;
            case Double number -> number != Math.rint(number);
            case String text -> text.indexOf(' ') >= 0 && PythonIntegers.isInteger(text);
            default -> false;
        };
        if (value == null || unread) {
            return otherwise;
        }
        long number = requiredInteger(name);
        if (number > most) {
            throw wrongType(name, value);
        }
        return number;
    }

    public long requiredInteger(String name) {
        Long value = integer(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    public @Nullable Boolean bool(String name) {
        Object value = value(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        if (fromQuery && value instanceof String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "1" -> true;
                case "false", "0" -> false;
                default -> throw wrongType(name, value);
            };
        }
        throw wrongType(name, value);
    }

    public boolean bool(String name, boolean otherwise) {
        Boolean value = bool(name);
        return value == null ? otherwise : value;
    }

    /** A number. A text is parsed by {@link NumberTexts}, which accepts NaN and infinities; true is 1, as in Python. */
    public double requiredNumber(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> throw missing(name);
            case Number number -> number.doubleValue();
            case Boolean bool -> bool ? 1 : 0;
            case String text -> NumberTexts.number(text).orElseThrow(() -> wrongType(name, text));
            default -> throw wrongType(name, value);
        };
    }

    /** The strings of a repeated parameter; empty if it is absent. */
    public List<String> strings(String name) {
        List<String> strings = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof String text)) {
                throw wrongType(name, list(name));
            }
            strings.add(text);
        }
        return strings;
    }

    /** As {@link #givenStrings}, but the list must not be empty. */
    public List<String> requiredStrings(String name) {
        List<String> strings = givenStrings(name);
        if (strings.isEmpty()) {
            throw missing(name);
        }
        return strings;
    }

    /** As {@link #strings}, for a required parameter, given in snake_case. */
    public List<String> givenStrings(String name) {
        List<String> strings = strings(name);
        if (values.get(name) == null) {
            throw missing(name);
        }
        return strings;
    }

    /** A constant of an enum, given by name or by number, as in proto3's JSON form. */
    public @Nullable String enumeration(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Long number -> number.toString();
            default -> throw wrongType(name, value);
        };
    }

    /** As {@link #enumeration}, but a number without a constant is of the wrong type; any name is returned. */
    public @Nullable String enumerationUpTo(int most, String name) {
        if (value(name) instanceof Long number && (number < 1 || number > most)) {
            throw wrongType(name, number);
        }
        return enumeration(name);
    }

    /** As {@link #enumeration}, for a required parameter. */
    public String requiredEnumeration(String name) {
        String text = enumeration(name);
        if (text == null || text.isEmpty()) {
            throw missing(name);
        }
        return text;
    }

    /** The objects of a repeated parameter, each with parameters of its own; empty if it is absent. */
    public List<Parameters> objects(String name) {
        List<Parameters> objects = new ArrayList<>();
        for (Object element : list(name)) {
            if (!(element instanceof Map<?, ?>)) {
                throw wrongType(name, list(name));
            }
            objects.add(new Parameters(
                    asObject(element), pathParameters, false, "%s%s[%d].".formatted(place, name, objects.size())));
        }
        return objects;
    }

    /** As {@link #objects}, for a required parameter, which may be an empty list. */
    public List<Parameters> givenObjects(String name) {
        if (!has(name)) {
            throw missing(name);
        }
        return objects(name);
    }

    /** As {@link #objects}, for a required parameter, which must not be empty. */
    public List<Parameters> requiredObjects(String name) {
        if (list(name).isEmpty()) {
            throw missing(name);
        }
        return objects(name);
    }

    /** An object with parameters of its own. */
    public @Nullable Parameters object(String name) {
        Object value = value(name);
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> new Parameters(asObject(map), pathParameters, false);
            default -> throw wrongType(name, value);
        };
    }

    /**
     * MLflow's list of {@code {"key", "value"}} as a map. The last pair with a key wins, and a missing value is "". As in
     * MLflow, reading a pair stops at a field of the wrong type, which becomes "".
     */
    public Map<String, String> keyValues(String name) {
        Map<String, String> map = new LinkedHashMap<>();
        pairs(name).forEach(pair -> map.put(pair.getKey(), pair.getValue()));
        return map;
    }

    /** As {@link #keyValues}, but keeps every pair in its order, also where a key is repeated. */
    public List<Map.Entry<String, String>> pairs(String name) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (Object element : list(name)) {
            Object key = element instanceof Map<?, ?> entry ? entry.get("key") : null;
            Object value = element instanceof Map<?, ?> entry ? entry.get("value") : null;
            pairs.add(Map.entry(
                    isNoText(key) || key == null ? "" : (String) key,
                    isNoText(value) || value == null ? "" : (String) value));
            if (!(element instanceof Map<?, ?>) || isNoText(key) || isNoText(value)) {
                break;
            }
        }
        return pairs;
    }

    private static boolean isNoText(@Nullable Object value) {
        return value != null && !(value instanceof String text && isUnicode(text));
    }

    private List<?> list(String name) {
        Object raw = raw(name);
        return switch (raw) {
            case null -> List.of();
            case List<?> list -> list;
            default -> throw wrongType(name, raw);
        };
    }

    private @Nullable Object value(String name) {
        Object raw = raw(name);
        return fromQuery && raw instanceof List<?> all ? all.getFirst() : raw;
    }

    private @Nullable Object raw(String name) {
        Object value = values.get(name);
        String camelName = camelCase(name);
        if (fromQuery || camelName.equals(name)) {
            return value;
        }
        if (values.containsKey(name) && values.containsKey(camelName)) {
            throw RegistryException.invalid(
                    "Request specifies both '%s' and '%s'; provide only one of them.".formatted(name, camelName));
        }
        return value != null ? value : values.get(camelName);
    }

    private static String camelCase(String name) {
        if (name.indexOf('_') < 0) {
            return name;
        }
        StringBuilder camel = new StringBuilder(name.length());
        boolean upper = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    private RegistryException missing(String name) {
        return RegistryException.invalid("Missing value for required parameter '" + place + name + "'." + SEE_DOCS);
    }

    private RegistryException wrongType(String name, Object value) {
        return RegistryException.invalid(
                "Invalid value %s for parameter '%s' supplied:  Hint: Value was of type '%s'.%s"
                        .formatted(shown(value), place + name, typeName(value), SEE_DOCS));
    }

    private static String shown(Object value) {
        String text = Quoted.ascii(Json.text(value));
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }

    /** The type's name in MLflow's messages, which are the names of Python's types. */
    private static String typeName(Object value) {
        return switch (value) {
            case String text -> "str";
            case Long number -> "int";
            case BigInteger number -> "int";
            case Boolean bool -> "bool";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            default -> "float";
        };
    }

    @SuppressWarnings("unchecked") // Json makes every object a map with string keys
    private static Map<String, @Nullable Object> asObject(Object map) {
        return (Map<String, @Nullable Object>) map;
    }
}
