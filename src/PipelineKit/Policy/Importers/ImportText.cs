using System.Text;
using PipelineKit.Failures;

namespace PipelineKit.Policy;

/// <summary>Text of ignore files that are not YAML.</summary>
internal static class ImportText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, without a byte order mark.</summary>
    internal static string Decode(ReadOnlySpan<byte> content, int maximumBytes, string name)
    {
        if (content.Length > maximumBytes)
        {
            throw Error(name, $"the file has {content.Length} bytes; at most {maximumBytes} are read");
        }

        try
        {
            return StrictUtf8.GetString(content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content);
        }
        catch (DecoderFallbackException)
        {
            throw Error(name, "the file is not UTF-8 text");
        }
    }

    private static FailureException Error(string name, string what) => new(new Failure(FailureCodes.BadPolicy, what, Place: new SourcePlace(name, 1, 1)));
}
