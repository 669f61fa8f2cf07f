package io.lambdaregistry.embedded.dynamodb;

import java.math.BigDecimal;

/** DynamoDB's numbers: 38 significant digits. Their text has no exponent and no redundant zeros. */
final class Numbers {
    private static final int DIGITS = 38;
    private static final int LARGEST = 125;
    private static final int SMALLEST = -130;

    private Numbers() {}

    /** The number's text as DynamoDB returns it. */
    static String normal(String number) {
        return isNormal(number) ? number : parse(number).toPlainString();
    }

    /** Whether the text is an integer in the form that {@link Long} writes, as nearly all are. */
    private static boolean isNormal(String number) {
        int from = number.startsWith("-") ? 1 : 0;
        int digits = number.length() - from;
        if (digits == 0 || digits > 18 || (number.charAt(from) == '0' && number.length() > 1)) {
            return false;
        }
        for (int i = from; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    static BigDecimal parse(String number) {
        BigDecimal value;
        try {
            value = new BigDecimal(number.strip()).stripTrailingZeros();
        } catch (NumberFormatException e) {
            throw Refusal.validation("The parameter cannot be converted to a numeric value: " + number);
        }
        if (value.precision() > DIGITS) {
            throw Refusal.validation("Attempting to store more than 38 significant digits in a Number");
        }
        int magnitude = value.precision() - value.scale() - 1;
        if (value.signum() != 0 && magnitude > LARGEST) {
            throw Refusal.validation(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (value.signum() != 0 && magnitude < SMALLEST) {
            throw Refusal.validation(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        return value;
    }

    static String sum(String a, String b) {
        return normal(parse(a).add(parse(b)).toPlainString());
    }

    static int compare(String a, String b) {
        return parse(a).compareTo(parse(b));
    }
}
