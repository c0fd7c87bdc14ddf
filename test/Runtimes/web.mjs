// Runs ONNX files in onnxruntime-web's WebAssembly backend on one thread: node web.mjs REQUESTS RESULTS
// REQUESTS is a JSON list of { models, inputs: [{ name, type, shape }], rows, outputs, milliseconds }. The file rows holds the values of the inputs in their
// order, row after row. With outputs, the first model scores every row, and the file outputs gets its outputs as floats, row after row. With milliseconds, the models
// score the first row in turn for about so long. RESULTS gets a list of { sizes } of outputs or { times: [{ least, median }] } in milliseconds.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), 'node_modules', 'onnxruntime-web', 'dist');
const ort = await import(pathToFileURL(path.join(folder, 'ort.wasm.mjs')));
ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = `${pathToFileURL(folder)}/`;
ort.env.logLevel = 'error';

const types = { float32: Float32Array, int64: BigInt64Array };
const open = file => ort.InferenceSession.create(new Uint8Array(fs.readFileSync(file)), { executionProviders: ['wasm'], graphOptimizationLevel: 'all', logSeverityLevel: 3 });

function readRow(file, inputs) {
    const row = {};
    for (const { name, type, shape } of inputs) {
        const values = new types[type](shape.reduce((all, size) => all * size, 1));
        if (fs.readSync(file, new Uint8Array(values.buffer)) < values.byteLength) {
            return null;
        }

        row[name] = new ort.Tensor(type, values, shape);
    }

    return row;
}

async function score(session, rows, request) {
    const file = fs.openSync(request.outputs, 'w');
    let sizes = [];
    for (let row; (row = readRow(rows, request.inputs)) !== null;) {
        const results = await session.run(row);
        sizes = session.outputNames.map(name => results[name].data.length);
        for (const name of session.outputNames) {
            const values = Float32Array.from(results[name].data, Number);
            fs.writeSync(file, new Uint8Array(values.buffer));
        }
    }

    fs.closeSync(file);
    return { sizes };
}

async function sample(session, row, repeats) {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) {
        await session.run(row);
    }

    return (performance.now() - start) / repeats;
}

// Short runs are repeated, so that what is measured is longer than the clock's step and what starts it.
async function time(sessions, row, milliseconds) {
    const shortest = 2, fewest = 5;
    const repeats = [];
    for (const session of sessions) {
        await sample(session, row, 1);
        repeats.push(Math.max(1, Math.ceil(shortest / await sample(session, row, 3))));
    }

    const times = sessions.map(() => []);
    for (const start = performance.now(); performance.now() - start < milliseconds || times[0].length < fewest;) {
        for (let i = 0; i < sessions.length; i++) {
            times[i].push(await sample(sessions[i], row, repeats[i]));
        }
    }

    return { times: times.map(each => each.sort((a, b) => a - b)).map(each => ({ least: each[0], median: each[each.length >> 1] })) };
}

const results = [];
for (const request of JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))) {
    const rows = fs.openSync(request.rows, 'r');
    const sessions = [];
    for (const file of request.models) {
        sessions.push(await open(file));
    }

    results.push(request.outputs ? await score(sessions[0], rows, request) : await time(sessions, readRow(rows, request.inputs), request.milliseconds));
    fs.closeSync(rows);
    for (const session of sessions) {
        await session.release();
    }
}

fs.writeFileSync(process.argv[3], JSON.stringify(results));
