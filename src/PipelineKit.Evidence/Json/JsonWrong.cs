using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PipelineKit.Evidence;

/// <summary>
/// A value is not what its format allows. Thrown while a value is read; <see cref="JsonInput"/> knows where that is and makes an <see cref="EvidenceException"/> of it, with the path of members, line and column.
/// </summary>
/// <param name="tokenStart">Where the token begins, in the reader's own count.</param>
/// <param name="message">What is wrong, to stand behind the path: <c>is a number; text is expected</c>.</param>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves the library: EvidenceReader makes an EvidenceException of it.")]
internal sealed class JsonWrongException(long tokenStart, string message) : Exception(message)
{
    /// <summary>Where the token begins, in the reader's own count.</summary>
    public long TokenStart { get; } = tokenStart;

    /// <summary>What is expected, said of the token the reader is at.</summary>
    [SuppressMessage("Performance", "RCS1242:Do not pass non-read-only struct by read-only reference", Justification = "Only members that are readonly are used; it is thrown away after it.")]
    public static JsonWrongException Expected(in JsonScan reader, string what) => Expected(reader.TokenType, reader.TokenStartIndex, what);

    /// <summary>What is expected, said of a token of this kind.</summary>
    public static JsonWrongException Expected(JsonTokenType type, long tokenStart, string what) => new(tokenStart, $"is {NameOf(type)}; {what} is expected");

    internal static string NameOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "text",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => "the end of something",
    };
}

/// <summary>The value reaches beyond what is in memory; <see cref="JsonInput"/> reads more and begins the value again.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Never leaves JsonInput, which reads more and begins again.")]
internal sealed class JsonIncompleteException() : Exception("The value is not in memory as a whole yet.");
