package io.lambdaregistry.testing;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Names a region for the clients of AWS that a test class makes, as Lambda does for a function. */
public final class AwsRegion implements BeforeAllCallback, AfterAllCallback {
    private static final String PROPERTY = "aws.region";

    @Override
    public void beforeAll(ExtensionContext context) {
        System.setProperty(PROPERTY, "us-east-1");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.clearProperty(PROPERTY);
    }
}
