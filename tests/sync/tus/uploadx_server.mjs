// Another server that speaks tus, on loopback, for tus_live_test: it checks checksums, and differs from @tus/server in what
// it leaves out. usage: node uploadx_server.mjs FOLDER; needs @uploadx/core
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
const require = createRequire(process.env.BOOTH_NODE_MODULES + '/');
const {tus} = require('@uploadx/core');
const handle = tus({directory: process.argv[2], path: '/files'});
const listening = createServer(handle).listen(0, '127.0.0.1', () => console.log('port ' + listening.address().port));
