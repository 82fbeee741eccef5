// Holds documents to a JSON schema: ajv.js SCHEMA FILE, the file a JSON array; the answer a JSON array of what ajv finds wrong with each, null for nothing.
'use strict';
const fs = require('fs');
const Ajv = require('ajv').default;

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
const validate = new Ajv({ allErrors: true, strictSchema: true, strictTypes: false, allowUnionTypes: true }).compile(read(process.argv[2]));
process.stdout.write(JSON.stringify(read(process.argv[3]).map((document) => (validate(document) ? null : validate.errors.map((e) => `${e.instancePath} ${e.message}`).join('; ')))));
