"""Transforms a template as CloudFormation does, by the SAM CLI's own libraries, once for each changed parameter.

    python template_transform.py <template>

Prints a line of JSON: all functions, and for each parameter those whose version is another one than with the defaults.
"""

import copy
import json
import os
import sys

from samcli.lib.cfn_language_extensions.sam_integration import expand_language_extensions
from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

REGION = "us-east-1"
os.environ["AWS_DEFAULT_REGION"] = REGION  # else the translator looks for a region of this machine's

PSEUDO_PARAMETERS = {
    "AWS::Region": REGION,
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::StackName": "registry",
}


class NoManagedPolicies:
    """The translator asks AWS for the names of managed policies; no function here has any."""

    def load(self):
        return {}


def versions(template, parameters):
    """The logical id of each function's version."""
    expanded = expand_language_extensions(
        copy.deepcopy(template), {**parameters, **PSEUDO_PARAMETERS}, enabled=True
    ).expanded_template
    for resource in expanded["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://code/functions.zip"  # as `sam package` would put it
            del resource["Properties"]["Events"]  # no part of a version, and nearly all of the time
    resources = transform(expanded, parameters, NoManagedPolicies())["Resources"]
    return {
        resource["Properties"]["FunctionName"]["Ref"]: logical_id
        for logical_id, resource in resources.items()
        if resource["Type"] == "AWS::Lambda::Version"
    }


def other_value(declared):
    """A value that the parameter may have, and does not have by default."""
    if "AllowedValues" in declared:
        return next(value for value in declared["AllowedValues"] if value != declared["Default"])
    if declared["Type"] == "Number":
        return declared["Default"] + 1
    return "other"


def main(path):
    with open(path, encoding="utf-8") as file:
        template = yaml_parse(file.read())
    defaults = {name: declared["Default"] for name, declared in template["Parameters"].items()}
    before = versions(template, defaults)
    changed = {}
    for name, declared in template["Parameters"].items():
        after = versions(template, {**defaults, name: other_value(declared)})
        changed[name] = sorted(function for function in before if after[function] != before[function])
    print(json.dumps({"functions": sorted(before), "changed": changed}))


main(sys.argv[1])
