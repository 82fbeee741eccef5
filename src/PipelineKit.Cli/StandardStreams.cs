using System.Text;
using PipelineKit.Ci;

#pragma warning disable RS0030 // This file is where the console begins; everything is written through the hosts' one safe writer.

namespace PipelineKit.Cli;

/// <summary>
/// Standard output and error as UTF-8 without a mark, with <c>\n</c>. A reader that closed its end (<c>| head</c>) ends nothing:
/// what is written then is lost, the run goes on.
/// </summary>
internal sealed class StandardStreams : IDisposable
{
    private const int UsualWidth = 120;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; } = Open(Console.OpenStandardOutput());

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; } = Open(Console.OpenStandardError());

    /// <summary>What the process knows about them.</summary>
    public static ProcessFacts Facts => new()
    {
        CurrentFolder = Environment.CurrentDirectory,
        OutputIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? UsualWidth : Console.WindowWidth,
    };

    /// <inheritdoc />
    public void Dispose()
    {
        Output.Dispose();
        Error.Dispose();
    }

    private static StreamWriter Open(Stream stream) => new(new ForgivingStream(stream), Utf8, bufferSize: 4096) { AutoFlush = true, NewLine = "\n" };
}
