package io.lambdaregistry.event;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored fields of a change. A field that is absent is empty, and a field that nobody asks for does no harm. */
public interface FieldReader {
    /** The version that the change is about; 0 if it is about the model. */
    long version();

    String text(String name);

    @Nullable String textOrNull(String name);

    /** The values in their order. */
    List<String> texts(String name);

    /** The values in their order. */
    List<Long> numbers(String name);

    Map<String, String> entries(String name);
}
