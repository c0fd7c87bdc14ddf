// Serves the page, the packages and the files that the example wrote: node serve.mjs FOLDER [PORT]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const here = path.dirname(new URL(import.meta.url).pathname);
const folder = process.argv[2];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' };

http.createServer((request, response) => {
    const name = path.normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
    const file = name.startsWith('/files/') ? path.join(folder, name.slice('/files/'.length)) : path.join(here, name === '/' ? 'index.html' : name);
    fs.readFile(file, (error, bytes) => {
        response.writeHead(error ? 404 : 200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
        response.end(error ? 'not found' : bytes);
    });
}).listen(process.argv[3] ?? 8080, '127.0.0.1', function () {
    console.log(`http://127.0.0.1:${this.address().port}/`);
});
