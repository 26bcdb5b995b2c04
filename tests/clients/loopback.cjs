// SPDX-License-Identifier: Apache-2.0
// Loaded before a server that listens on all interfaces, to keep it on this machine.
const net = require('node:net');
const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (first, ...rest) {
	const port = typeof first === 'object' && first !== null ? first.port : first;
	const done = rest.find((each) => typeof each === 'function');
	return listen.call(this, { port, host: '127.0.0.1' }, done);
};
