package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.error.TextRules;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * MLflow's rules for names, aliases and tags, with MLflow's messages.
 *
 * <p>Source: MLflow's {@code utils/validation.py} and the responses of its server. The one rule of our own is the length of a
 * model's name, because a sort key of DynamoDB has at most 1,024 bytes.
 */
public final class RegistryRules {
    /** The limit in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 1_024;

    public static final int MAX_TAG_KEY_LENGTH = 250;
    public static final int MAX_TAG_VALUE_LENGTH = 100_000;
    public static final int MAX_ALIAS_LENGTH = 255;

    private static final String PROMPT_TEXT_TAG = "mlflow.prompt.text";
    private static final Pattern ALIAS = Pattern.compile("[\\w\\-]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern VERSION_ALIAS = Pattern.compile("[vV]\\d+", Pattern.UNICODE_CHARACTER_CLASS);

    private RegistryRules() {}

    public static void checkModelName(String name) {
        checkModelName("name", name);
    }

    static void checkModelName(String parameter, String name) {
        if (name.codePoints().allMatch(RegistryRules::isSpace)) {
            throw RegistryException.invalid("Missing value for required parameter '" + parameter + "'.");
        }
        if (name.indexOf('/') >= 0 || name.indexOf(':') >= 0) {
            throw RegistryException.invalid("Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
        }
        TextRules.checkIsNoPath("name", name);
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw RegistryException.invalid("'name' exceeds the maximum length of " + MAX_NAME_BYTES + " bytes");
        }
    }

    /** Includes no-break spaces, which {@link String#isBlank} does not count as white space. */
    private static boolean isSpace(int c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
    }

    public static void checkAlias(String alias) {
        if (alias.isEmpty()) {
            throw RegistryException.invalid("Registered model alias name cannot be empty.");
        }
        if (!ALIAS.matcher(alias).matches()) {
            throw RegistryException.invalid("Invalid alias name: '" + alias
                    + "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }
        TextRules.checkLength("Registered model alias name", alias, MAX_ALIAS_LENGTH);
    }

    /** Rejects aliases with another meaning, such as {@code latest} in {@code models:/name@latest}. */
    public static void checkAliasIsFree(String alias) {
        if (alias.equalsIgnoreCase("latest")) {
            throw RegistryException.invalid("'latest' alias name (case insensitive) is reserved.");
        }
        if (VERSION_ALIAS.matcher(alias).matches()) {
            throw RegistryException.invalid("Version alias name '" + alias + "' is reserved.");
        }
    }

    public static void checkTags(Map<String, String> tags) {
        tags.forEach(RegistryRules::checkTag);
    }

    static void checkTag(String key, String value) {
        checkTagKey(key);
        TextRules.checkLength("key", key, MAX_TAG_KEY_LENGTH);
        if (key.equals(PROMPT_TEXT_TAG) && TextRules.length(value) > MAX_TAG_VALUE_LENGTH) {
            throw RegistryException.invalid(
                    "Prompt text exceeds max length of " + MAX_TAG_VALUE_LENGTH + " characters.");
        }
        TextRules.checkLength("value", value, MAX_TAG_VALUE_LENGTH);
    }

    static void checkTagKey(String key) {
        TextRules.checkKey("key", key);
    }
}
