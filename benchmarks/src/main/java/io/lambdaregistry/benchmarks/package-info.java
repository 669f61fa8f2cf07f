/** What an operation costs, in time, calls, capacity and money: each table is made by one command. */
@NullMarked
package io.lambdaregistry.benchmarks;

import org.jspecify.annotations.NullMarked;
