package io.lambdaregistry.tracking;

import io.lambdaregistry.search.Page;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Where logged models are kept. Arguments are valid already.
 *
 * <p>What names a model that does not exist fails with RESOURCE_DOES_NOT_EXIST, in {@link TrackingErrors}' words.
 * {@code now} is in milliseconds since 1970.
 */
public interface LoggedModelStore {
    void create(LoggedModel model);

    /** With its metrics; also a deleted one. */
    LoggedModel get(String modelId);

    void setStatus(String modelId, LoggedModelStatus status, long now);

    /** It can be restored until it is collected. */
    void delete(String modelId, long now);

    void restore(String modelId, long now);

    /** Fails with BAD_REQUEST where the model has a param of one of these keys. */
    void logParams(String modelId, List<Param> params);

    void setTags(String modelId, Map<String, String> tags);

    /** Sets a tag to what {@code change} makes of its value, {@code ""} where it is absent; no change is lost. */
    void changeTag(String modelId, String key, UnaryOperator<String> change);

    /** Fails with RESOURCE_DOES_NOT_EXIST also where the tag is absent. */
    void deleteTag(String modelId, String key);

    /** How a model that comes from another registry stands here. */
    Standing standing(LoggedModel model);

    /** Puts the whole model, with its id, where it is {@link Standing#ABSENT} or {@link Standing#OUTDATED}; answers whether it did. */
    boolean importModel(LoggedModel model);

    Page<LoggedModel> search(LoggedModelSearch search);
}
