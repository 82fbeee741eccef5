using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PipelineKit.Sigstore;

/// <summary>
/// OLPC canonical JSON, which the signatures of TUF are over: members in the order of their names' code points, no white space, only <c>"</c> and <c>\</c> escaped, whole
/// numbers only.
/// </summary>
internal static class CanonicalJson
{
    /// <summary>The canonical bytes of a value and all in it, members nobody knows included.</summary>
    internal static byte[] Write(TufNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(bytes, node, node.Element);
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> bytes, TufNode node, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(bytes, node, value);
                break;
            case JsonValueKind.Array:
                WriteArray(bytes, node, value);
                break;
            case JsonValueKind.String:
                WriteText(bytes, Utf8(node, value.GetString));
                break;
            case JsonValueKind.Number:
                WriteNumber(bytes, node, value);
                break;
            default:
                bytes.Write(Encoding.ASCII.GetBytes(value.GetRawText()));
                break;
        }
    }

    private static void WriteObject(ArrayBufferWriter<byte> bytes, TufNode node, JsonElement value)
    {
        var members = value.EnumerateObject().Select(m => (Name: Utf8(node, () => m.Name), m.Value)).ToList();

        // The order of UTF-8 is the order of code points; that of UTF-16 is not.
        members.Sort(static (a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name));
        bytes.Write("{"u8);
        for (var i = 0; i < members.Count; i++)
        {
            bytes.Write(i == 0 ? [] : ","u8);
            WriteText(bytes, members[i].Name);
            bytes.Write(":"u8);
            Write(bytes, node, members[i].Value);
        }

        bytes.Write("}"u8);
    }

    private static void WriteArray(ArrayBufferWriter<byte> bytes, TufNode node, JsonElement value)
    {
        bytes.Write("["u8);
        var first = true;
        foreach (var item in value.EnumerateArray())
        {
            bytes.Write(first ? [] : ","u8);
            Write(bytes, node, item);
            first = false;
        }

        bytes.Write("]"u8);
    }

    private static void WriteText(ArrayBufferWriter<byte> bytes, byte[] text)
    {
        bytes.Write("\""u8);
        foreach (var b in text)
        {
            bytes.Write(b is (byte)'"' or (byte)'\\' ? [(byte)'\\', b] : [b]);
        }

        bytes.Write("\""u8);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> bytes, TufNode node, JsonElement value)
    {
        if (!value.TryGetInt64(out var number))
        {
            throw node.Wrong($"the number {TufNode.Shown(value.GetRawText())} has no canonical form, only whole numbers have");
        }

        bytes.Write(Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static byte[] Utf8(TufNode node, Func<string?> text)
    {
        try
        {
            return Encoding.UTF8.GetBytes(text()!);
        }
        catch (InvalidOperationException e)
        {
            throw new TufException(TufProblem.Malformed, node.Role, "a string is not well-formed text", e);
        }
    }
}
