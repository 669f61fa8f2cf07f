package io.lambdaregistry.upload;

import io.lambdaregistry.artifact.PercentDecoding;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.registry.RegistryRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The uploader's settings for a version, from the user metadata of its {@code MLmodel} object: {@code aliases}, separated by
 * commas; {@code tags} as in a query, {@code key=value&key=value}; {@code description}. S3's metadata is ASCII, so all values
 * are percent-decoded.
 */
record UserMetadata(List<String> aliases, Map<String, String> tags, String description) {
    /** That many tags fit into one transaction with the other items of a version. */
    private static final int MAX_TAGS = 50;

    private static final int MAX_ALIASES = 20;

    /**
     * @param metadata the user metadata; names in lower case, as S3 returns them
     * @throws RegistryException INVALID_PARAMETER_VALUE for an alias or a tag that the registry's API would refuse too
     */
    static UserMetadata of(Map<String, String> metadata) {
        List<String> aliases = parts(metadata, "aliases", ",")
                .map(alias -> decoded(alias.strip()))
                .distinct()
                .toList();
        checkAliases(aliases);
        Map<String, String> tags = new LinkedHashMap<>();
        parts(metadata, "tags", "&").forEach(tag -> putTag(tags, tag));
        checkTags(tags);
        return new UserMetadata(aliases, tags, decoded(metadata.getOrDefault("description", "")));
    }

    /** The decoder writes U+FFFD for what is not UTF-8. */
    private static String decoded(String text) {
        String decoded = PercentDecoding.once(text);
        if (decoded.indexOf('\uFFFD') >= 0) {
            throw RegistryException.invalid("The metadata \"" + text + "\" is not percent-encoded UTF-8.");
        }
        return decoded;
    }

    private static Stream<String> parts(Map<String, String> metadata, String name, String separator) {
        return Stream.of(metadata.getOrDefault(name, "").split(separator, -1)).filter(part -> !part.isBlank());
    }

    private static void putTag(Map<String, String> tags, String tag) {
        int equals = tag.indexOf('=');
        String key = equals < 0 ? tag : tag.substring(0, equals);
        tags.put(decoded(key), equals < 0 ? "" : decoded(tag.substring(equals + 1)));
    }

    private static void checkAliases(List<String> aliases) {
        aliases.forEach(RegistryRules::checkAlias);
        aliases.forEach(RegistryRules::checkAliasIsFree);
        checkNumber("aliases", aliases.size(), MAX_ALIASES);
    }

    private static void checkNumber(String what, int number, int limit) {
        if (number > limit) {
            throw RegistryException.invalid(
                    "An upload can give at most " + limit + " " + what + ", not " + number + ".");
        }
    }

    private static void checkTags(Map<String, String> tags) {
        RegistryRules.checkTags(tags);
        checkNumber("tags", tags.size(), MAX_TAGS);
        if (tags.containsKey(RegisteredModel.IS_PROMPT_TAG)) {
            throw RegistryException.invalid("An uploaded model cannot be a prompt.");
        }
    }
}
