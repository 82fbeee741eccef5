using System.Security.Cryptography;
using PipelineKit.Testing;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

/// <summary>Node's crypto (OpenSSL) as the second opinion: signatures of Ed25519 are determined, so both must make the very same bytes.</summary>
public sealed class Ed25519PeerTests
{
    private const int Count = 300;

    // Seeds of 32 bytes one after the other; the i-th message is i bytes of value i. Writes public key and signature of each in hexadecimal.
    private const string Script = """
        const fs = require('node:fs'), crypto = require('node:crypto');
        const seeds = fs.readFileSync(process.argv[1]);
        for (let i = 0; i < seeds.length / 32; i++) {
          const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seeds.subarray(32 * i, 32 * i + 32)]);
          const key = crypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
          const spki = crypto.createPublicKey(key).export({ format: 'der', type: 'spki' });
          console.log(spki.subarray(12).toString('hex') + crypto.sign(null, Buffer.alloc(i, i), key).toString('hex'));
        }
        """;

    [SkippableFact]
    public async Task Keys_and_signatures_are_those_of_OpenSSL()
    {
        var node = Peer.Program("node");
        using var folder = new TempFolder();
        var seeds = RandomNumberGenerator.GetBytes(Count * Ed25519.KeySize);
        var lines = (await new Child(node, "-e", Script, folder.Write("seeds", seeds)).RunAsync()).Expect(0).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(Count, lines.Length);
        for (var i = 0; i < Count; i++)
        {
            var seed = seeds.AsSpan(i * Ed25519.KeySize, Ed25519.KeySize);
            var message = Enumerable.Repeat((byte)i, i).ToArray();
            var key = Ed25519.PublicKey(seed);
            var signature = Ed25519.Sign(seed, message);
            Assert.Equal(lines[i], Convert.ToHexStringLower(key) + Convert.ToHexStringLower(signature));
            Assert.True(Ed25519.Verify(key, message, signature));
        }
    }
}
