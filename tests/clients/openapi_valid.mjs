// SPDX-License-Identifier: Apache-2.0
// Is the document on standard input OpenAPI? Prints "valid" and its version, or what is wrong.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { readFileSync } from 'node:fs';

// From where npm put it, which is not beside this file.
const where = createRequire(process.cwd() + '/').resolve('@seriousme/openapi-schema-validator');
const { Validator } = await import(pathToFileURL(where));

const validator = new Validator();
const said = await validator.validate(JSON.parse(readFileSync(0, 'utf8')));
console.log(said.valid ? `valid ${validator.version}` : JSON.stringify(said.errors));
