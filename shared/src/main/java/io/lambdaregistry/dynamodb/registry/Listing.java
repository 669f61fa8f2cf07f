package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.registry.PromptFilter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The listings of models and of versions, each spread over {@link Keys#SHARDS} partitions. Prompts have partitions of their own, so
 * that neither kind is read when the other is listed.
 */
enum Listing {
    MODELS("MODELS#", "PROMPTS#"),
    VERSIONS("MODEL_VERSIONS#", "PROMPT_VERSIONS#");

    private final String models;
    private final String prompts;

    Listing(String models, String prompts) {
        this.models = models;
        this.prompts = prompts;
    }

    /** The partition that a model or a version is in, by the text whose hash spreads them. */
    String partition(String text, boolean prompt) {
        return partition(Keys.shard(text), prompt);
    }

    private String partition(int shard, boolean prompt) {
        return (prompt ? prompts : models) + shard;
    }

    /** The partitions that a search reads. */
    List<String> partitions(PromptFilter filter) {
        return IntStream.range(0, Keys.SHARDS)
                .boxed()
                .flatMap(shard -> Stream.of(true, false).filter(filter::shows).map(prompt -> partition(shard, prompt)))
                .toList();
    }
}
