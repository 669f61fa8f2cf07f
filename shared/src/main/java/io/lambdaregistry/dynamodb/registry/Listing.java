package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.registry.PromptFilter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The listings of models and of versions, each in as many partitions as {@link ListingShards} says. Prompts have partitions of
 * their own, so that neither kind is read when the other is listed.
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

    String partition(int shard, boolean prompt) {
        return (prompt ? prompts : models) + shard;
    }

    /** The partitions of a shard that a search reads. */
    List<String> partitions(PromptFilter filter, int shard) {
        return Stream.of(true, false)
                .filter(filter::shows)
                .map(prompt -> partition(shard, prompt))
                .toList();
    }

    /** The partitions of all shards, whether or not there are rows in them. */
    List<String> partitions() {
        return IntStream.range(0, Keys.SHARDS)
                .boxed()
                .flatMap(shard -> partitions(PromptFilter.AMONG_OTHERS, shard).stream())
                .toList();
    }
}
