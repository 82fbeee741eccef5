'use strict';
// Usage: node sigstore-verify-peer.js NODE_MODULES BUNDLE TRUSTED_ROOT ARTIFACT SECONDS: how many times per second of processor time npm's verifier reads and verifies the bundle.
const fs = require('fs');
const path = require('path');
const [modules, bundleFile, rootFile, artifactFile, seconds] = process.argv.slice(2);
const load = (name) => require(path.join(path.resolve(modules), name));
const { bundleFromJSON } = load('@sigstore/bundle');
const { TrustedRoot } = load('@sigstore/protobuf-specs');
const { Verifier, toSignedEntity, toTrustMaterial } = load('@sigstore/verify');

const verifier = new Verifier(toTrustMaterial(TrustedRoot.fromJSON(JSON.parse(fs.readFileSync(rootFile)))));
const [text, artifact] = [fs.readFileSync(bundleFile), fs.readFileSync(artifactFile)];
const once = () => verifier.verify(toSignedEntity(bundleFromJSON(JSON.parse(text)), artifact), {
  subjectAlternativeName: 'https://github.com/sigstore-conformance/extremely-dangerous-public-oidc-beacon/.github/workflows/extremely-dangerous-oidc-beacon.yml@refs/heads/main',
  extensions: { issuer: 'https://token.actions.githubusercontent.com' },
});
const rate = () => {
  const start = process.cpuUsage();
  const spent = () => (process.cpuUsage(start).user + process.cpuUsage(start).system) / 1e6;
  let count = 0;
  for (; spent() < Number(seconds); count++) once();
  return count / spent();
};
rate();
process.stdout.write(String(Math.max(rate(), rate(), rate(), rate(), rate())));
