// Runs a .tflite file in LiteRT: node score.mjs MODEL ROWS OUTPUTS
// ROWS holds little-endian floats, for each row the inputs in the file's order; OUTPUTS gets the outputs likewise. It prints the median time of a row.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const folder = path.join(path.dirname(new URL(import.meta.url).pathname), 'node_modules', '@litertjs', 'core', 'wasm');

// The library loads its WebAssembly as a web worker would, which Node has no importScripts for.
globalThis.self = globalThis;
globalThis.importScripts = script => {
    delete globalThis.importScripts;
    const loader = { exports: {} };
    new Function('module', 'exports', 'require', '__filename', '__dirname', fs.readFileSync(script, 'utf8'))(loader, loader.exports, require, script, path.dirname(script));
    globalThis.ModuleFactory = settings => loader.exports({
        ...settings,
        print: () => {},
        wasmBinary: fs.readFileSync(script.replace(/\.js$/, '.wasm')),
        locateFile: file => path.join(path.dirname(script), file),
    });
};

const { loadLiteRt, loadAndCompile, Tensor } = await import('@litertjs/core');
await loadLiteRt(path.join(folder, 'litert_wasm_compat_internal.js'));

const [modelFile, rowFile, outputFile] = process.argv.slice(2);
const model = await loadAndCompile(new Uint8Array(fs.readFileSync(modelFile)), { accelerator: 'wasm' });
const inputs = model.getInputDetails().map(input => ({ shape: [...input.shape], size: [...input.shape].reduce((all, size) => all * size, 1) }));
const bytes = fs.readFileSync(rowFile);
const rows = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const output = fs.openSync(outputFile, 'w');
const times = [];
for (let place = 0; place < rows.length;) {
    const tensors = inputs.map(input => {
        const tensor = new Tensor(rows.slice(place, place + input.size), input.shape);
        place += input.size;
        return tensor;
    });
    const start = performance.now();
    const results = await model.run(tensors);
    times.push(performance.now() - start);
    for (const result of results) {
        const values = result.toTypedArray ? result.toTypedArray() : await result.data();
        fs.writeSync(output, Buffer.from(Float32Array.from(values).buffer));
        result.delete();
    }

    tensors.forEach(tensor => tensor.delete());
}

fs.closeSync(output);
console.log(`${times.sort((a, b) => a - b)[times.length >> 1].toFixed(3)} ms a row`);
