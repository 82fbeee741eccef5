'use strict';
// Puts a bundle beside an image with @sigstore/oci: node attach.js SETTINGS.json
// { image, digest, bundle, mediaType, annotations, username, password }; prints the descriptor of the manifest.
const fs = require('node:fs');
const { attachArtifactToImage } = require('@sigstore/oci');

const settings = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

attachArtifactToImage({
  imageName: settings.image,
  imageDigest: settings.digest,
  artifact: fs.readFileSync(settings.bundle),
  mediaType: settings.mediaType,
  annotations: settings.annotations,
  credentials: { username: settings.username, password: settings.password },
}).then(
  (descriptor) => process.stdout.write(JSON.stringify(descriptor)),
  (error) => {
    process.stderr.write(`${error.message}: ${error.cause?.message ?? ''}\n`);
    process.exitCode = 1;
  },
);
