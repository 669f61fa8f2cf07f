package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Stores logged models. Callers validate the arguments.
 *
 * <p>An operation on a model that does not exist fails with RESOURCE_DOES_NOT_EXIST; see {@link TrackingErrors}.
 * {@code now} is in milliseconds since 1970.
 */
public interface LoggedModelStore {
    void create(LoggedModel model);

    /** Returns a model with its metrics, also a deleted one. */
    LoggedModel get(String modelId);

    void setStatus(String modelId, LoggedModelStatus status, long now);

    /** Deletes a model, which can be restored until it is collected. */
    void delete(String modelId, long now);

    void restore(String modelId, long now);

    /** Fails with BAD_REQUEST if the model already has a param with one of these keys. */
    void logParams(String modelId, List<Param> params);

    void setTags(String modelId, Map<String, String> tags);

    /** Sets a tag to the result of {@code change} on its value ({@code ""} if missing); no concurrent change is lost. */
    void changeTag(String modelId, String key, UnaryOperator<String> change);

    /** Also fails with RESOURCE_DOES_NOT_EXIST if the tag does not exist. */
    void deleteTag(String modelId, String key);

    /** Returns how a model from another registry compares with the one stored here. */
    Standing standing(LoggedModel model);

    /**
     * Writes the whole model with its id if it is {@link Standing#ABSENT} or {@link Standing#OUTDATED}; returns whether it did.
     */
    boolean importModel(LoggedModel model);

    Page<LoggedModel> search(LoggedModelSearch search);
}
