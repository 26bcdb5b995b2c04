// Failure mode: CLOSED. What is not a clear "yes" of Doorward never reaches @api.
// Used by nginx-njs.conf. "await" stands on lines of its own: njs 0.7.9 cannot load it elsewhere.

const DOORWARD = 'http://127.0.0.1:8080/ext-authz';

const FORWARDED = ['Authorization', 'x-api-key', 'Content-Type', 'Content-Encoding',
	'traceparent', 'x-request-id'];
const RETURNED = ['Content-Type', 'Retry-After', 'RateLimit', 'WWW-Authenticate',
	'x-doorward-verdict'];

function question(r) {
	const headers = {};

	FORWARDED.forEach(function (name) {
		if (r.headersIn[name] !== undefined)
			headers[name] = r.headersIn[name];
	});
	// The bytes as they came: as text, what is not UTF-8 would not be what the API reads.
	// Throws when the body is in a file, which is a 500.
	const body = r.requestBuffer;
	if (body === undefined || body.length === 0)
		return { method: r.method, headers: headers };
	headers['x-doorward-body-bytes'] = String(body.length);
	return { method: r.method, headers: headers, body: body };
}

async function check(r) {
	let answer, text;

	try {
		answer = await ngx.fetch(DOORWARD + r.variables.request_uri, question(r));
		text = await answer.text();
	} catch (e) {
		r.error('doorward: ' + e.message);
		r.return(503);
		return;
	}
	if (answer.status === 200) {
		r.internalRedirect('@api');
		return;
	}
	if (answer.status < 400 || answer.status >= 500) {
		r.return(503);
		return;
	}
	RETURNED.forEach(function (name) {
		if (answer.headers.has(name))
			r.headersOut[name] = answer.headers.get(name);
	});
	r.return(answer.status, text);
}

export default { check };
