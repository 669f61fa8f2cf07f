package io.lambdaregistry.tracking;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Parses enum values of proto3's JSON form: a name, or a number from 1. */
final class EnumTexts {
    private EnumTexts() {}

    static <E extends Enum<E>> Optional<E> find(List<E> constants, @Nullable String text) {
        return find(constants, Enum::name, text);
    }

    static <E> Optional<E> find(List<E> constants, Function<E, String> name, @Nullable String text) {
        for (int i = 0; i < constants.size(); i++) {
            if (name.apply(constants.get(i)).equals(text)
                    || String.valueOf(i + 1).equals(text)) {
                return Optional.of(constants.get(i));
            }
        }
        return Optional.empty();
    }
}
