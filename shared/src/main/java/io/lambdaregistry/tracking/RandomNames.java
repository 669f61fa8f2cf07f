package io.lambdaregistry.tracking;

import java.security.SecureRandom;
import java.util.List;

/** Makes random names for runs and logged models: an adjective, an animal and a number, such as {@code brisk-heron-417}. */
final class RandomNames {
    private static final List<String> ADJECTIVES = List.of(
            "able", "amber", "bold", "brave", "breezy", "bright", "brisk", "calm", "candid", "cheery", "clever",
            "cosmic", "crisp", "curious", "dapper", "deft", "eager", "fair", "fleet", "fond", "gentle", "glad",
            "golden", "grand", "handy", "hardy", "honest", "humble", "jolly", "keen", "kind", "lively", "lucid",
            "lucky", "mellow", "merry", "mild", "modest", "neat", "nimble", "noble", "patient", "plucky", "polite",
            "proud", "quick", "quiet", "rapid", "ready", "rustic", "sage", "serene", "silent", "silver", "sleek",
            "smooth", "solid", "spry", "steady", "sunny", "swift", "tidy", "vivid", "warm");
    private static final List<String> ANIMALS = List.of(
            "ant", "badger", "bear", "beaver", "bee", "bison", "bobcat", "carp", "cat", "cod", "colt", "crab", "crane",
            "crow", "deer", "dingo", "dove", "duck", "eagle", "eel", "elk", "falcon", "ferret", "finch", "fox", "frog",
            "goat", "goose", "gull", "hare", "hawk", "heron", "ibis", "jay", "koala", "lark", "lemur", "lion", "llama",
            "lynx", "mole", "moose", "mouse", "newt", "otter", "owl", "panda", "perch", "pike", "puma", "quail",
            "rabbit", "raven", "robin", "seal", "shrew", "snipe", "stork", "swan", "tapir", "toad", "trout", "whale",
            "wren");

    private RandomNames() {}

    static String next() {
        SecureRandom random = new SecureRandom();
        return ADJECTIVES.get(random.nextInt(ADJECTIVES.size())) + "-"
                + ANIMALS.get(random.nextInt(ANIMALS.size())) + "-"
                + random.nextInt(1_000);
    }
}
