'use strict';
// Checks a ledger without PipelineKit: node ledger.js FILE. Prints the SHA-256 of every line, or ends with the first problem.
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const sigstore = require('@sigstore/core');

// RFC 8785: members in the order of their UTF-16 units, and otherwise what JSON.stringify writes.
const canonical = (value) =>
  value === null || typeof value !== 'object'
    ? JSON.stringify(value)
    : `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
const sha256 = (text) => `sha256:${crypto.createHash('sha256').update(text).digest('hex')}`;

const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fs.readFileSync(process.argv[2]));
assert.ok(text.endsWith('\n'), 'no line feed at the end');
const digests = [];
for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
  const entry = JSON.parse(line);
  assert.strictEqual(canonical(entry), line, `line ${index + 1} is not canonical`);
  assert.strictEqual(sigstore.json.canonicalize(entry), line, `line ${index + 1} is not canonical to @sigstore/core`);
  assert.strictEqual(entry.seq, index + 1);
  assert.strictEqual(entry.prev, digests.at(-1));
  const { self, ...rest } = entry;
  assert.strictEqual(self, sha256(canonical(rest)));
  digests.push(sha256(line));
}

console.log(JSON.stringify(digests));
