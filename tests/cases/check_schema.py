#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Do the JSON Schemas that editors use agree with what is loaded?

    tests/cases/check_schema.py SOURCE_FOLDER

Every shipped rule file and policy and every example of rules/README.md is valid, and names its schema
in its first line. Of the broken files in ruleset_errors/, the schema refuses all but those whose
fault lies inside a text or between two places, which are listed here.
"""
import pathlib
import re
import sys

import jsonschema
import yaml

# What a schema cannot see: inside phrases and regexes, names against each other, a calendar.
BEYOND = {
    "check_without_regex", "disguise_without_reason", "except_holds_always", "expires_no_date",
    "id_duplicate", "list_entry_malformed", "list_holds_itself", "list_nested_too_deep",
    "list_unknown_in_phrase", "list_unknown_in_quoted_escape", "list_unknown_in_when",
    "policy-at-least-above-at-most", "policy-base-circle", "policy-base-unknown",
    "policy-cell-twice", "regex_look_behind",
    "policy-layer-cell", "policy-layer-floor", "policy-layer-level", "policy-layer-relaxes",
    "policy-layer-threshold", "policy-lowers-always", "policy-relaxes-always",
    "score_of_flag_rule", "score_of_signal_rule", "title_holds_nul", "yaml_anchor", "yaml_duplicate_key",
    "when_none_alone", "when_none_in_any", "when_none_in_none", "regex_back_reference",
    "regex_dot_unbounded", "regex_matches_empty", "regex_runaway", "regex_syntax",
}


class Loader(yaml.SafeLoader):
    """YAML 1.2, as editors read it: no dates, and `no` is the word no."""


Loader.yaml_implicit_resolvers = {}
Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), list("tf"))
Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?[0-9]+$"),
                             list("-0123456789"))


def validator(source, name):
    schema = yaml.safe_load((source / "rules/schema" / name).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema), schema


def is_valid(check, text):
    try:
        return check.is_valid(yaml.load(text, Loader))
    except yaml.YAMLError:
        return False


def check_shipped(source, rule, policy):
    count = 0
    for path in sorted((source / "rules").rglob("*.yaml")):
        if path.name == "categories.yaml":
            continue
        check, name = (policy, "policy") if path.parent.name == "policies" else (rule, "rule")
        text = path.read_text()
        errors = [error.message for error in check.iter_errors(yaml.load(text, Loader))]
        assert not errors, f"{path}: {errors[0][:300]}"
        above = "../" * (len(path.relative_to(source / "rules").parts) - 1)
        hint = f"# yaml-language-server: $schema={above}schema/{name}.schema.json\n"
        assert text.startswith(hint), f"{path} does not begin with {hint}"
        assert (path.parent / above / "schema" / f"{name}.schema.json").exists()
        count += 1
    assert count > 40, count


def check_readme(source, rule, policy):
    text = (source / "rules/README.md").read_text()
    blocks = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for block in blocks:
        check = policy if block.startswith("# policies/") else rule
        if block.startswith(("schema: 1", "# policies/")):
            assert is_valid(check, block), block
    assert len(blocks) >= 6, len(blocks)


def check_broken(source, rule, policy):
    refused = 0
    for path in sorted((source / "tests/cases/ruleset_errors").glob("*.yaml")):
        name = path.stem
        valid = is_valid(policy if name.startswith("policy-") else rule, path.read_text())
        beyond = name in BEYOND or (name.startswith("phrase_") and name != "phrase_empty")
        assert valid == beyond, f"{path}: the schema says {'valid' if valid else 'not valid'}"
        refused += not valid
    assert refused >= 60, refused


def check_categories(source, schemas):
    codes = sorted(row["code"] for row in
                   yaml.safe_load((source / "rules/categories.yaml").read_text()))
    for schema in schemas:
        assert schema["$defs"]["category"]["enum"] == codes


def main():
    source = pathlib.Path(sys.argv[1])
    rule, rule_schema = validator(source, "rule.schema.json")
    policy, policy_schema = validator(source, "policy.schema.json")
    check_shipped(source, rule, policy)
    check_readme(source, rule, policy)
    check_broken(source, rule, policy)
    check_categories(source, (rule_schema, policy_schema))


if __name__ == "__main__":
    main()
