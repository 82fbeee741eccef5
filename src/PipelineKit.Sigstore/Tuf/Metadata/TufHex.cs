namespace PipelineKit.Sigstore;

/// <summary>Hexadecimal text in metadata.</summary>
internal static class TufHex
{
    internal static byte[] Bytes(TufNode node, string hex)
    {
        try
        {
            return Convert.FromHexString(hex);
        }
        catch (FormatException e)
        {
            throw new TufException(TufProblem.Malformed, node.Role, $"{node.Path} is not hexadecimal", e);
        }
    }
}
