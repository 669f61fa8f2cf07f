package io.lambdaregistry.functions.grouped;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.OperationGroup;
import io.lambdaregistry.functions.modelversions.CreateModelVersion;
import io.lambdaregistry.functions.modelversions.DeleteModelVersion;
import io.lambdaregistry.functions.modelversions.DeleteModelVersionTag;
import io.lambdaregistry.functions.modelversions.SetModelVersionTag;
import io.lambdaregistry.functions.modelversions.TransitionModelVersionStage;
import io.lambdaregistry.functions.modelversions.UpdateModelVersion;
import io.lambdaregistry.functions.registeredmodels.CreateRegisteredModel;
import io.lambdaregistry.functions.registeredmodels.DeleteRegisteredModel;
import io.lambdaregistry.functions.registeredmodels.DeleteRegisteredModelAlias;
import io.lambdaregistry.functions.registeredmodels.DeleteRegisteredModelTag;
import io.lambdaregistry.functions.registeredmodels.RenameRegisteredModel;
import io.lambdaregistry.functions.registeredmodels.SetRegisteredModelAlias;
import io.lambdaregistry.functions.registeredmodels.SetRegisteredModelTag;
import io.lambdaregistry.functions.registeredmodels.UpdateRegisteredModel;
import io.lambdaregistry.functions.seals.SealOperations;
import java.util.HashMap;
import java.util.Map;

/** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
public final class WriteRegistryOperations extends OperationGroup {
    public WriteRegistryOperations() {
        super(operations());
    }

    private static Map<String, ApiHandler> operations() {
        Map<String, ApiHandler> operations = new HashMap<>();
        operations.put("POST /{api}/2.0/mlflow/registered-models/create", new CreateRegisteredModel());
        operations.put("PATCH /{api}/2.0/mlflow/registered-models/update", new UpdateRegisteredModel());
        operations.put("POST /{api}/2.0/mlflow/registered-models/rename", new RenameRegisteredModel());
        operations.put("DELETE /{api}/2.0/mlflow/registered-models/delete", new DeleteRegisteredModel());
        operations.put("POST /{api}/2.0/mlflow/registered-models/set-tag", new SetRegisteredModelTag());
        operations.put("DELETE /{api}/2.0/mlflow/registered-models/delete-tag", new DeleteRegisteredModelTag());
        operations.put("POST /{api}/2.0/mlflow/registered-models/alias", new SetRegisteredModelAlias());
        operations.put("DELETE /{api}/2.0/mlflow/registered-models/alias", new DeleteRegisteredModelAlias());
        operations.put("POST /{api}/2.0/mlflow/model-versions/create", new CreateModelVersion());
        operations.put("PATCH /{api}/2.0/mlflow/model-versions/update", new UpdateModelVersion());
        operations.put("DELETE /{api}/2.0/mlflow/model-versions/delete", new DeleteModelVersion());
        operations.put("POST /{api}/2.0/mlflow/model-versions/transition-stage", new TransitionModelVersionStage());
        operations.put("POST /{api}/2.0/mlflow/model-versions/set-tag", new SetModelVersionTag());
        operations.put("DELETE /{api}/2.0/mlflow/model-versions/delete-tag", new DeleteModelVersionTag());
        ApiHandler sealOperations = new SealOperations();
        operations.put("GET /{api}/2.0/registry/model-versions/manifest", sealOperations);
        operations.put("GET /{api}/2.0/registry/model-versions/signatures", sealOperations);
        operations.put("GET /{api}/2.0/registry/trusted-keys", sealOperations);
        operations.put("POST /{api}/2.0/registry/model-versions/signatures", sealOperations);
        operations.put("POST /{api}/2.0/registry/trusted-keys", sealOperations);
        return operations;
    }
}
