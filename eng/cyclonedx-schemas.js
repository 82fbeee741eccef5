'use strict';
// Packs the schemas of CycloneDX (JSON 1.2 to 1.7, XML 1.0 to 1.7, and those they refer to) into one compressed resource, without what does not decide: descriptions, examples, titles, comments.
// Source: the npm package @cyclonedx/cyclonedx-library in tests/peers, at its exact version there (Apache-2.0).
// Usage: node eng/cyclonedx-schemas.js [--check]      (--check: exit code 1 when the resource is not what would be written)
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const root = path.join(__dirname, '..');
const source = path.join(root, 'tests/peers/node_modules/@cyclonedx/cyclonedx-library/res/schema');
const target = path.join(root, 'src/PipelineKit.Evidence/Schemas/cyclonedx.br');

// 1.2 and 1.3 have two schemas; the strict one is what their own test suite goes by.
const files = [
  'bom-1.2-strict.schema.json', 'bom-1.3-strict.schema.json', 'bom-1.4.schema.json', 'bom-1.5.schema.json', 'bom-1.6.schema.json', 'bom-1.7.schema.json',
  'cryptography-defs.schema.json', 'jsf-0.82.schema.json', 'spdx.schema.json',
  'bom-1.0.xsd', 'bom-1.1.xsd', 'bom-1.2.xsd', 'bom-1.3.xsd', 'bom-1.4.xsd', 'bom-1.5.xsd', 'bom-1.6.xsd', 'bom-1.7.xsd', 'spdx.xsd',
];
const idle = new Set(['$schema', '$id', '$comment', 'title', 'description', 'examples', 'default', 'deprecated', 'meta:enum']);
const maps = new Set(['properties', 'patternProperties', 'definitions', 'dependencies']);

function strip(schema) {
  if (Array.isArray(schema)) {
    return schema.map(strip);
  }
  if (schema === null || typeof schema !== 'object') {
    return schema;
  }
  const kept = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'enum' || key === 'const' || key === 'required') {
      kept[key] = value;
    } else if (key === '$ref') {
      kept[key] = value.replace('.SNAPSHOT', '');
    } else if (maps.has(key)) {
      kept[key] = Object.fromEntries(Object.entries(value).map(([name, sub]) => [name, strip(sub)]));
    } else if (!idle.has(key)) {
      kept[key] = strip(value);
    }
  }
  return kept;
}

function stripXml(text) {
  return text
    .replace(/<!--[^]*?-->/g, '')
    .replace(/<xs:annotation[^]*?<\/xs:annotation>/g, '')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '><')
    .replace(/\.SNAPSHOT/g, '')
    .trim();
}

function container() {
  const parts = [];
  for (const file of files) {
    const text = fs.readFileSync(path.join(source, file.replace(/\.(schema\.json|xsd)$/, '.SNAPSHOT.$1')), 'utf8');
    const body = Buffer.from(file.endsWith('.json') ? JSON.stringify(strip(JSON.parse(text))) : stripXml(text));
    parts.push(Buffer.from(`${file} ${body.length}\n`), body, Buffer.from('\n'));
  }
  return Buffer.concat(parts);
}

const wanted = container();
if (process.argv.includes('--check')) {
  // Compressors differ between versions; what they hold must not.
  const same = fs.existsSync(target) && zlib.brotliDecompressSync(fs.readFileSync(target)).equals(wanted);
  if (!same) {
    console.error(`${path.relative(root, target)} is not made from the schemas of the installed package; run: node eng/cyclonedx-schemas.js`);
  }
  process.exitCode = same ? 0 : 1;
} else {
  const packed = zlib.brotliCompressSync(wanted, {
    params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_LGWIN]: 22, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: wanted.length },
  });
  fs.writeFileSync(target, packed);
  console.log(`${path.relative(root, target)}: ${wanted.length} bytes in ${packed.length}`);
}
