-- Failure mode: CLOSED. A refusal of Doorward is answered here, only its "yes" sets txn.doorward, and
-- haproxy.cfg answers 503 without that.

local DOORWARD = "http://127.0.0.1:8080/ext-authz"
local TIMEOUT_MS = 500 -- HAProxy 2.6 asks four times: two seconds in all

local FORWARDED = { "authorization", "x-api-key", "content-type", "content-encoding",
	"traceparent", "x-request-id" }
local RETURNED = { "content-type", "retry-after", "ratelimit", "www-authenticate",
	"x-doorward-verdict" }

local function values(list)
	local found = {}
	for i = 0, #list do
		found[#found + 1] = list[i]
	end
	return found
end

local function question(txn, body)
	local sent = txn.http:req_get_headers()
	local headers = { ["x-doorward-body-bytes"] = { tostring(txn.f:req_body_size()) } }
	for _, name in ipairs(FORWARDED) do
		if sent[name] then
			headers[name] = values(sent[name])
		end
	end
	return { url = DOORWARD .. txn.f:path(), headers = headers, timeout = TIMEOUT_MS,
		body = #body > 0 and body or nil }
end

local function ask(txn, body)
	local method = txn.f:method()
	local bodyless = method == "GET" or method == "HEAD" or method == "OPTIONS"
		or method == "DELETE"
	if #body == 0 and bodyless then
		return core.httpclient():get(question(txn, body))
	end
	return core.httpclient():post(question(txn, body))
end

local function answer(txn, status, headers, body)
	local reply = txn:reply({ status = status, body = body })
	for _, name in ipairs(RETURNED) do
		for _, value in ipairs(values(headers[name] or {})) do
			reply:add_header(name, value)
		end
	end
	txn:done(reply)
end

core.register_action("doorward", { "http-req" }, function(txn)
	local said = ask(txn, txn.f:req_body() or "")
	local status = said and said.status or 0
	if status == 200 then
		return txn:set_var("txn.doorward", "allow")
	end
	if status >= 400 and status < 500 then
		answer(txn, status, said.headers, said.body)
	end
end)
