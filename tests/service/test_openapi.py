# SPDX-License-Identifier: Apache-2.0
"""/openapi.json: is it well formed, does it name the routes of the table and no other, and would
the check that all tests go through notice a wrong answer?"""
import os
import re

import contract
from service import ALLOWED, Server, main

TABLE = os.path.join(os.path.dirname(__file__), "../../server/web/web_route.def")
ROW = re.compile(r'^(?:ROUTE|FACE)\(\w+,\s*"([^"]+)",\s*"([^"]+)"', re.M)


def routes():
    with open(TABLE, encoding="utf-8") as file:
        text = file.read()
    rows = ROW.findall(text)
    assert len(rows) == len(re.findall(r"^(?:ROUTE|FACE)\(", text, re.M))
    return rows


def operations(document):
    return [(path, method, item[method]) for path, item in document["paths"].items()
            for method in contract.METHODS if method in item]


def references(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            if name == "$ref":
                yield inner
            else:
                yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def it_names_the_routes_of_the_table():
    document = contract.load()
    wanted = set()
    for method, path in routes():
        for each in contract.METHODS if method == "*" else (method.lower(),):
            wanted.add((path, each))
    assert {(path, method) for path, method, _ in operations(document)} == wanted


def it_is_well_formed():
    with Server() as server:
        status, headers, document = server.request("GET", "/openapi.json")
        assert status == 200 and headers["Content-Type"] == "application/json"
        assert server.request("HEAD", "/openapi.json")[0] == 200
    assert document["openapi"] == "3.1.0" and document["info"]["version"]
    schemas = document["components"]["schemas"]
    used = {"/".join(each.split("/")[:4]) for each in references(document)}
    made = {f"#/components/schemas/{name}" for name in schemas}
    assert used == made, used ^ made
    for name in schemas:
        contract.validator("#/components/schemas/" + name).check_schema(schemas[name])
    assert len(set(schemas["Code"]["enum"])) == len(schemas["Code"]["enum"]) > 40
    ids = [each["operationId"] for _, _, each in operations(document)]
    assert len(ids) == len(set(ids))
    for path, method, each in operations(document):
        assert each["summary"] and each["x-doorward-listener"], path
        assert (each["x-doorward-role"] == "none") == (each.get("security") == []), path
        names = [p["name"] for p in each["parameters"] if p["in"] == "path"]
        assert names == re.findall(r"\{(\w+)\}", path), (path, names)
        assert all(answer["description"] for answer in each["responses"].values()), path
        if each["x-doorward-role"] not in ("none", "any") and path != "/webhooks/portkey":
            assert {"401", "403", "503"} <= set(each["responses"]), path


def a_wrong_answer_is_noticed():
    with Server() as server:
        _, headers, body = server.check(ALLOWED)
    kind = headers["Content-Type"]
    assert contract.complain("POST", "/v1/check", 200, kind, body) is None
    for wrong in ({**body, "more": 1}, {**body, "decision": "maybe"},
                  {k: v for k, v in body.items() if k != "revision"}):
        assert contract.complain("POST", "/v1/check", 200, kind, wrong), wrong
    assert contract.complain("POST", "/v1/check", 200, "text/plain", body)
    assert contract.complain("POST", "/v1/check", 418, kind, body)
    assert contract.complain("GET", "/v1/nothing", 200, kind, body)
    problem = {"type": "urn:x", "title": "x", "status": 400, "detail": "x", "code": "made_up",
               "request_id": "x"}
    assert contract.complain("POST", "/v1/check", 400, "application/problem+json", problem)


if __name__ == "__main__":
    main(it_names_the_routes_of_the_table, it_is_well_formed, a_wrong_answer_is_noticed)
