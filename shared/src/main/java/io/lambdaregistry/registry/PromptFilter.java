package io.lambdaregistry.registry;

import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.Operator;
import java.util.List;

/** Whether a search shows prompts, which are models and versions with the tag {@link RegisteredModel#IS_PROMPT_TAG}. */
public enum PromptFilter {
    /** Prompts are left out. */
    HIDDEN,
    /** The search returns only prompts. */
    ONLY,
    /** Prompts and models are shown if they satisfy the clauses on the tag. */
    AMONG_OTHERS;

    /** Returns the filter that the first clause on the tag means in MLflow; {@link #HIDDEN} without such a clause. */
    static PromptFilter of(List<Comparison> tags) {
        return tags.stream()
                .filter(clause -> clause.key().equals(RegisteredModel.IS_PROMPT_TAG))
                .findFirst()
                .map(PromptFilter::of)
                .orElse(HIDDEN);
    }

    /** Whether a prompt, or else a model, may be shown. */
    public boolean shows(boolean prompt) {
        return this == AMONG_OTHERS || prompt == (this == ONLY);
    }

    private static PromptFilter of(Comparison clause) {
        if (clause.operator() == Operator.EQUAL && clause.text().equalsIgnoreCase("true")) {
            return clause.text().equals("true") ? ONLY : AMONG_OTHERS;
        }
        return clause.operator() == Operator.NOT_EQUAL && clause.text().equalsIgnoreCase("false")
                ? AMONG_OTHERS
                : HIDDEN;
    }
}
