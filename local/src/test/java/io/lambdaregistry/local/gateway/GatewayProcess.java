package io.lambdaregistry.local.gateway;

import java.io.IOException;

/** A gateway in a separate JVM. */
final class GatewayProcess {
    private GatewayProcess() {}

    public static void main(String[] args) throws IOException {
        System.out.println(TestFunctions.start().uri());
    }
}
