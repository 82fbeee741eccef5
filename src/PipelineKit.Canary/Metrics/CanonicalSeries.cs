using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PipelineKit.Oci;

namespace PipelineKit.Canary;

/// <summary>Series in an order and form that depend on nothing but what they say.</summary>
public static class CanonicalSeries
{
    /// <summary>The labels of a series as text: <c>{a="b",c="d"}</c>, sorted by name, with <c>__name__</c> among them.</summary>
    public static string LabelText(IReadOnlyDictionary<string, string> labels)
    {
        var names = new string[labels.Count];
        var count = 0;
        foreach (var label in labels)
        {
            names[count++] = label.Key;
        }

        Array.Sort(names, StringComparer.Ordinal);
        var text = new StringBuilder("{");
        foreach (var name in names)
        {
            text.Append(text.Length > 1 ? "," : "").Append(name).Append('=').Append(PromQuote.Literal(labels[name]));
        }

        return text.Append('}').ToString();
    }

    /// <summary>
    /// The SHA-256 over all series, sorted by their label text: the text in UTF-8, a line feed, the number of samples, then each sample's time and value as
    /// IEEE 754 double precision numbers, everything little-endian; every NaN is 0x7FF8000000000000.
    /// </summary>
    public static Digest Hash(IReadOnlyList<Series> list)
    {
        var (texts, sorted) = (new string[list.Count], new Series[list.Count]);
        for (var i = 0; i < sorted.Length; i++)
        {
            (texts[i], sorted[i]) = (LabelText(list[i].Labels), list[i]);
        }

        Array.Sort(texts, sorted, StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> buffer = stackalloc byte[4096];
        for (var i = 0; i < sorted.Length; i++)
        {
            var (times, values) = (sorted[i].Times, sorted[i].Values);
            hash.AppendData(Encoding.UTF8.GetBytes(texts[i] + "\n"));
            BinaryPrimitives.WriteInt32LittleEndian(buffer, times.Length);
            var used = sizeof(int);
            for (var k = 0; k < times.Length; k++)
            {
                if (used + 16 > buffer.Length)
                {
                    hash.AppendData(buffer[..used]);
                    used = 0;
                }

                BinaryPrimitives.WriteDoubleLittleEndian(buffer[used..], times[k]);
                BinaryPrimitives.WriteInt64LittleEndian(buffer[(used + 8)..], double.IsNaN(values[k]) ? 0x7FF8000000000000 : BitConverter.DoubleToInt64Bits(values[k]));
                used += 16;
            }

            hash.AppendData(buffer[..used]);
        }

        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return Digest.Parse("sha256:" + Convert.ToHexStringLower(result));
    }
}
