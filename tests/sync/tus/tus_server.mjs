// A real tus server on loopback for tus_live_test. usage: node tus_server.mjs FOLDER; needs @tus/server, @tus/file-store
import {createRequire} from 'node:module';
const require = createRequire(process.env.BOOTH_NODE_MODULES + '/');
const {Server} = require('@tus/server');
const {FileStore} = require('@tus/file-store');
const server = new Server({path: '/files', datastore: new FileStore({directory: process.argv[2]})});
const listening = server.listen({host: '127.0.0.1', port: 0}, () => console.log('port ' + listening.address().port));
