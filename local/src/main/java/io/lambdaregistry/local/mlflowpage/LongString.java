package io.lambdaregistry.local.mlflowpage;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import java.util.Locale;

/** A 64-bit integer: a string in answers, since JavaScript's numbers hold 53 bits; a string or a number in requests. */
final class LongString implements Coercing<String, String> {
    static final GraphQLScalarType SCALAR = GraphQLScalarType.newScalar()
            .name("LongString")
            .coercing(new LongString())
            .build();

    private LongString() {}

    @Override
    public String serialize(Object value, GraphQLContext context, Locale locale) {
        return String.valueOf(value);
    }

    @Override
    public String parseValue(Object value, GraphQLContext context, Locale locale) {
        return String.valueOf(value);
    }

    @Override
    public String parseLiteral(Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
        return switch (literal) {
            case StringValue text -> String.valueOf(text.getValue());
            case IntValue number -> String.valueOf(number.getValue());
            default -> throw new CoercingParseLiteralException("no integer: " + literal);
        };
    }
}
