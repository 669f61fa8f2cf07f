package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations of the web page: each view is one response. */
public final class ViewOperations extends OperationGroup {
    private static final String VIEWS = "GET /{api}/2.0/registry/views/";

    public ViewOperations() {
        super(Map.of(
                VIEWS + "model", new ShowModel(services()),
                VIEWS + "version", new ShowVersion(services()),
                VIEWS + "comparison", new ShowComparison(services()),
                VIEWS + "run", new ShowRun(services()),
                VIEWS + "experiment", new ShowExperiment(services())));
    }
}
