package io.lambdaregistry.benchmarks.calls;

/**
 * List prices in US dollars, us-east-1, on demand, before free tiers and discounts, as of 2025.
 *
 * @see <a href="https://aws.amazon.com/dynamodb/pricing/on-demand/">DynamoDB</a>
 * @see <a href="https://aws.amazon.com/s3/pricing/">S3</a>
 * @see <a href="https://aws.amazon.com/lambda/pricing/">Lambda</a>
 * @see <a href="https://aws.amazon.com/api-gateway/pricing/">API Gateway</a>
 */
final class Prices {
    static final double MILLION_READ_UNITS = 0.125;
    static final double MILLION_WRITE_UNITS = 0.625;

    /** S3 Standard: GetObject, HeadObject. */
    static final double MILLION_GETS = 0.40;

    /** S3 Standard: puts, parts, listings. Deleting and aborting are free. */
    static final double MILLION_PUTS = 5.00;

    static final double MILLION_HTTP_API_REQUESTS = 1.00;
    static final double MILLION_INVOCATIONS = 0.20;

    /** The price of a function on x86. */
    static final double MILLION_GB_SECONDS = 16.6667;

    /** The template's memory, 1,769 MB, with which a function has one whole processor. */
    static final double FUNCTION_GB = 1769 / 1024.0;

    private Prices() {}

    /** The cost of a million requests for each millisecond that their function runs. */
    static double millionFunctionMilliseconds() {
        return FUNCTION_GB / 1000 * MILLION_GB_SECONDS;
    }
}
