'use strict';
// Validates CycloneDX JSON documents with the validator of the CycloneDX project: node cyclonedx-validate.js DOCUMENTS
// A line of DOCUMENTS is a version, a tab and a document without line feeds. Writes one line for each: "valid", or what is wrong.
const fs = require('node:fs');
const { Spec, Validation } = require('@cyclonedx/cyclonedx-library');

async function main() {
  const validators = new Map();
  const answers = [];
  for (const line of fs.readFileSync(process.argv[2], 'utf8').split('\n').filter(l => l.length > 0)) {
    const tab = line.indexOf('\t');
    const version = line.slice(0, tab);
    if (!validators.has(version)) {
      validators.set(version, new Validation.JsonStrictValidator(version));
    }
    const errors = await validators.get(version).validate(line.slice(tab + 1));
    answers.push(errors === null ? 'valid' : errors.map(e => `${e.instancePath} ${e.keyword}`).join(' ').slice(0, 300));
  }
  process.stdout.write(answers.join('\n') + '\n');
}

if (!Object.values(Spec.Version).includes('1.7')) {
  throw new Error('the library does not know 1.7');
}
main();
