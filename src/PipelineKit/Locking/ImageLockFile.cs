using System.Text;
using PipelineKit.Failures;
using PipelineKit.Yaml;

namespace PipelineKit.Locking;

/// <summary>The image lock as a file. The format is documented in docs/digest-pin.md; this is version 1 of it.</summary>
public static class ImageLockFile
{
    /// <summary>What the file is called.</summary>
    public const string DefaultName = "images.lock.yaml";

    /// <summary>Larger files are refused.</summary>
    public const int MaximumBytes = 8 << 20;

    internal static readonly YamlLimits Limits = new() { MaximumBytes = MaximumBytes, MaximumDepth = 8, MaximumNodes = 2_000_000, MaximumAliases = 0 };

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a lock, strictly: a value, key or version it cannot have is a failure with its line.</summary>
    /// <param name="content">The file.</param>
    /// <param name="path">Its path as the user knows it, for messages.</param>
    /// <returns>The lock, sorted.</returns>
    /// <exception cref="FailureException">With <see cref="FailureCodes.BadLock"/>; several failures when several entries are damaged.</exception>
    public static ImageLock Parse(ReadOnlyMemory<byte> content, string path)
    {
        if (LockLineReader.TryRead(content.Span) is { } asWritten)
        {
            return asWritten;
        }

        if (content.Span.IndexOf("\n<<<<<<< "u8) is >= 0 and var conflict)
        {
            var line = 2 + content.Span[..conflict].Count((byte)'\n');
            throw new FailureException(new Failure(
                FailureCodes.BadLock,
                "the lock has an unresolved merge conflict",
                "Take either side, and run `digest-pin` again.",
                new SourcePlace(path, line)));
        }

        return new LockReader().Read(LimitedYaml.Read(content, path, Limits, FailureCodes.BadLock));
    }

    /// <summary>Writes a lock: UTF-8, <c>\n</c>, sorted; equal locks give equal bytes, and <see cref="Parse"/> gives the lock back.</summary>
    /// <exception cref="ArgumentException">A text in it is not valid UTF-16.</exception>
    public static byte[] Write(ImageLock content) => Utf8.GetBytes(new LockWriter().Write(content));
}
