// SPDX-License-Identifier: Apache-2.0
// The OpenAI client, as anybody uses it: JSON lines of inputs in, JSON lines of what it said out.
//     node openai.mjs BASE_URL < lines        {"key", "input", "model"?, "retries"?}
import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

// From where npm put it, which is not beside this file.
const OpenAI = createRequire(process.cwd() + '/')('openai').default;

for await (const line of createInterface({ input: process.stdin })) {
	const { key, retries, ...body } = JSON.parse(line);
	const client = new OpenAI({ apiKey: key, baseURL: process.argv[2], maxRetries: retries ?? 0 });
	let said;
	try {
		const { data, request_id } = await client.moderations.create(body).withResponse();
		said = { results: data.results, model: data.model, id: data.id, request_id };
	} catch (error) {
		said = { error: error.constructor.name, status: error.status, code: error.code,
			type: error.type, message: error.message, request_id: error.requestID };
	}
	console.log(JSON.stringify(said));
}
