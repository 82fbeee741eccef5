'use strict';
// Verifies bundles with @sigstore/verify: node sigstore-verify.js SETTINGS.json, a list of
// { bundle, trustedRoot, artifact?, key?: {pem, hint}, tlogThreshold, timestampThreshold, ctlogThreshold, subject?, issuer? }
// and prints a list of null (verified) or the reason.
const fs = require('node:fs');
const crypto = require('node:crypto');
const { createRequire } = require('node:module');
const verify = require('@sigstore/verify');
const { TrustedRoot } = require('@sigstore/protobuf-specs');

// The verifier's own version of the bundle library, which is not the one beside it.
const { bundleFromJSON } = createRequire(require.resolve('@sigstore/verify'))('@sigstore/bundle');

const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

function keys(settings) {
  if (!settings.key) {
    return undefined;
  }

  const der = crypto.createPublicKey(settings.key.pem).export({ format: 'der', type: 'spki' });
  return { [settings.key.hint]: { rawBytes: der, keyDetails: 0, validFor: { start: new Date(0) } } };
}

function problem(settings) {
  try {
    const material = verify.toTrustMaterial(TrustedRoot.fromJSON(read(settings.trustedRoot)), keys(settings));
    const verifier = new verify.Verifier(material, {
      tlogThreshold: settings.tlogThreshold,
      timestampThreshold: settings.timestampThreshold,
      ctlogThreshold: settings.ctlogThreshold,
    });
    const artifact = settings.artifact ? fs.readFileSync(settings.artifact) : undefined;
    const policy = settings.subject ? { subjectAlternativeName: settings.subject, extensions: { issuer: settings.issuer } } : undefined;
    verifier.verify(verify.toSignedEntity(bundleFromJSON(read(settings.bundle)), artifact), policy);
    return null;
  } catch (error) {
    return `${error.code ?? error.name}: ${error.message}`;
  }
}

process.stdout.write(JSON.stringify(read(process.argv[2]).map(problem)));
