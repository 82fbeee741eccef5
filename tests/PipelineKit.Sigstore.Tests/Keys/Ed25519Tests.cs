using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace PipelineKit.Sigstore.Tests;

public sealed class Ed25519Tests
{
    private const string OrderHex = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";

    private static readonly byte[] Seed = Convert.FromHexString("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    private static readonly byte[] Message = Encoding.ASCII.GetBytes("what was built is what runs");

    // RFC 8032, section 7.1: seed, public key, message, signature.
    public static TheoryData<string, string, string, string> Vectors => new()
    {
        {
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        },
        {
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        },
        {
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        },
        {
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704"
        },
    };

    // The eight points whose order divides eight, and the other encodings of two of them.
    public static TheoryData<string> SmallOrderKeys => new()
    {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000080",
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void The_vectors_of_the_standard_hold(string seed, string publicKey, string message, string signature)
    {
        Assert.Equal(publicKey, Convert.ToHexStringLower(Ed25519.PublicKey(Convert.FromHexString(seed))));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(seed), Convert.FromHexString(message))));
        Assert.True(Ed25519.Verify(Convert.FromHexString(publicKey), Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void The_vector_of_the_prehashed_form_holds()
    {
        var hash = SHA512.HashData("abc"u8);
        const string Signature =
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae4131f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406";

        Assert.Equal(Signature, Convert.ToHexStringLower(Ed25519.SignHash(Seed, hash)));
        Assert.True(Ed25519.VerifyHash(Ed25519.PublicKey(Seed), hash, Convert.FromHexString(Signature)));
        Assert.False(Ed25519.Verify(Ed25519.PublicKey(Seed), hash, Convert.FromHexString(Signature)));
    }

    [Fact]
    public void Every_changed_bit_of_signature_key_or_message_is_noticed()
    {
        var key = Ed25519.PublicKey(Seed);
        var signature = Ed25519.Sign(Seed, Message);
        byte[][] parts = [key, Message.ToArray(), signature];
        foreach (var part in parts)
        {
            for (var bit = 0; bit < part.Length * 8; bit++)
            {
                part[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(Ed25519.Verify(parts[0], parts[1], parts[2]), $"bit {bit}");
                part[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }

        Assert.True(Ed25519.Verify(parts[0], parts[1], parts[2]));
    }

    [Fact]
    public void A_signature_whose_S_is_not_below_the_order_is_refused()
    {
        var signature = Ed25519.Sign(Seed, Message);
        var order = Convert.FromHexString(OrderHex);
        var carry = 0;
        for (var i = 0; i < 32; i++)
        {
            carry += signature[32 + i] + order[i];
            signature[32 + i] = (byte)carry;
            carry >>= 8;
        }

        Assert.Equal(0, carry);
        Assert.False(Ed25519.Verify(Ed25519.PublicKey(Seed), Message, signature));
    }

    [Theory]
    [InlineData(OrderHex, false)]
    [InlineData("ecd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", true)]
    [InlineData("eed3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010", false)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", false)]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", true)]
    public void Scalars_are_reduced_below_the_order_only(string scalar, bool reduced) =>
        Assert.Equal(reduced, EdwardsScalar.IsReduced(Convert.FromHexString(scalar)));

    [Theory]
    [MemberData(nameof(SmallOrderKeys))]
    public void A_public_key_of_small_order_verifies_nothing(string key)
    {
        // S = 8 and R = 8 B satisfy the equation for every message when 8 divides the challenge or the key is neutral: try a few hundred messages.
        var publicKey = Convert.FromHexString(key);
        var signature = new byte[64];
        signature[32] = 8;
        EdwardsMultiplication.TimesBase(signature.AsSpan(32)).Encode(signature);
        for (var i = 0; i < 64; i++)
        {
            Assert.False(Ed25519.Verify(publicKey, [(byte)i], signature));
        }
    }

    [Theory]
    [InlineData("0200000000000000000000000000000000000000000000000000000000000000")] // x^2 is not a square
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = p
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")] // y = 2^255-1
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")] // x = 0 with the sign bit
    public void What_is_no_point_is_not_decoded(string point) => Assert.False(EdwardsPoint.TryDecode(Convert.FromHexString(point), out _));

    [Fact]
    public void R_must_be_in_its_one_encoding()
    {
        // R is the neutral point, S = k a: the equation holds for both encodings of R; only the canonical one is accepted.
        Assert.True(VerifiesWith("0100000000000000000000000000000000000000000000000000000000000000"));
        Assert.False(VerifiesWith("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"));

        static bool VerifiesWith(string r)
        {
            var key = Ed25519.PublicKey(Seed);
            var secret = SHA512.HashData(Seed);
            secret[0] &= 248;
            secret[31] = (byte)((secret[31] & 127) | 64);
            var challenge = new byte[32];
            EdwardsScalar.Reduce(SHA512.HashData([.. Convert.FromHexString(r), .. key, .. Message]), challenge);
            var signature = new byte[64];
            Convert.FromHexString(r).CopyTo(signature, 0);
            EdwardsScalar.MultiplyAdd(secret.AsSpan(0, 32), challenge, new byte[32], signature.AsSpan(32));
            return Ed25519.Verify(key, Message, signature);
        }
    }

    [Theory]
    [InlineData(31, 64)]
    [InlineData(33, 64)]
    [InlineData(32, 63)]
    [InlineData(32, 65)]
    [InlineData(0, 0)]
    public void Wrong_lengths_verify_nothing(int keyLength, int signatureLength)
    {
        Assert.False(Ed25519.Verify(new byte[keyLength], Message, new byte[signatureLength]));
        Assert.False(Ed25519.VerifyHash(new byte[keyLength], new byte[64], new byte[signatureLength]));
    }

    [Fact]
    public void A_hash_of_another_length_is_no_prehash()
    {
        Assert.False(Ed25519.VerifyHash(Ed25519.PublicKey(Seed), new byte[32], Ed25519.SignHash(Seed, new byte[64])));
        Assert.Throws<ArgumentException>(() => Ed25519.SignHash(Seed, new byte[32]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(new byte[31], []));
    }
}
