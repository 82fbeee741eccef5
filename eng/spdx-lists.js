// Writes the lists of SPDX identifiers that LicenseExpression knows, from the npm packages spdx-license-ids (CC0-1.0) and spdx-exceptions (identifiers only).
// Usage: cd tests/peers && npm ci && cd ../.. && node eng/spdx-lists.js
// The file is gzip of three lines: identifiers, deprecated identifiers, exceptions; each separated by single spaces.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const root = path.join(__dirname, '..');
const load = (name) => require(path.join(root, 'tests', 'peers', 'node_modules', name));
const exceptions = ['spdx-exceptions', 'spdx-exceptions/deprecated.json'].flatMap((name) => {
  try {
    return load(name);
  } catch {
    return [];
  }
});
const lines = [load('spdx-license-ids'), load('spdx-license-ids/deprecated'), exceptions].map((ids) => [...new Set(ids)].sort().join(' '));
fs.writeFileSync(path.join(root, 'src', 'PipelineKit.Evidence', 'Licenses', 'spdx-lists.gz'), zlib.gzipSync(lines.join('\n'), { level: 9 }));
