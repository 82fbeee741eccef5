'use strict';
// Signs with @sigstore/sign: node sigstore-sign.js SETTINGS.json, a list of
// { artifact, payloadType?, token, fulcio, rekor?, rekorVersion?, entryType?, timestamps?, bundle }
const fs = require('node:fs');
const sign = require('@sigstore/sign');
const { bundleToJSON } = require('@sigstore/bundle');

const limits = { retry: 0, timeout: 20000 };

async function make(settings) {
  const signer = new sign.FulcioSigner({ ...limits, fulcioBaseURL: settings.fulcio, identityProvider: { getToken: async () => settings.token } });
  const witnesses = [];
  if (settings.rekor) {
    witnesses.push(new sign.RekorWitness({ ...limits, rekorBaseURL: settings.rekor, majorApiVersion: settings.rekorVersion, entryType: settings.entryType }));
  }

  if (settings.timestamps) {
    witnesses.push(new sign.TSAWitness({ ...limits, tsaBaseURL: settings.timestamps }));
  }

  const artifact = { data: fs.readFileSync(settings.artifact), type: settings.payloadType };
  const builder = settings.payloadType ? new sign.DSSEBundleBuilder({ signer, witnesses }) : new sign.MessageSignatureBundleBuilder({ signer, witnesses });
  fs.writeFileSync(settings.bundle, JSON.stringify(bundleToJSON(await builder.create(artifact))));
}

Promise.all(JSON.parse(fs.readFileSync(process.argv[2], 'utf8')).map(make)).catch((error) => {
  process.stderr.write(`${error.code ?? error.name}: ${error.message}: ${error.cause?.message ?? ''}\n`);
  process.exitCode = 1;
});
