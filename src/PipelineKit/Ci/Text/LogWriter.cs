namespace PipelineKit.Ci;

/// <summary>
/// The one door to a stream: text goes through <see cref="SafeText"/> and the scrubber, commands of ours are written whole. Lines of
/// several threads never mix.
/// </summary>
internal sealed class LogWriter
{
    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private readonly SecretScrubber _secrets;
    private List<string>? _held;

    internal LogWriter(TextWriter writer, SecretScrubber secrets)
    {
        _writer = writer;
        _secrets = secrets;
    }

    /// <summary>Text from anywhere, made one safe line.</summary>
    internal void Text(string text) => Whole(Clean(text));

    /// <summary>Text from anywhere, made safe, without a limit on its length: data somebody asked for.</summary>
    internal void Data(string text) => Whole(SafeText.Line(_secrets.Scrub(text), int.MaxValue));

    /// <summary>A line of ours whose parts have been made safe by the caller.</summary>
    internal void Whole(string line)
    {
        if (line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new ArgumentException("A line of the log has no line breaks.", nameof(line));
        }

        lock (_gate)
        {
            if (_held is not null)
            {
                _held.Add(line);
                return;
            }

            Emit(line);
        }
    }

    /// <summary>Keeps lines back while something else draws on the terminal.</summary>
    internal void Hold()
    {
        lock (_gate)
        {
            _held ??= [];
        }
    }

    /// <summary>Writes what was kept back.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            var held = _held ?? [];
            _held = null;
            foreach (var line in held)
            {
                Emit(line);
            }
        }
    }

    /// <summary>Without secrets, and one safe line.</summary>
    internal string Clean(string text) => SafeText.Line(_secrets.Scrub(text));

    /// <summary>Without secrets, and every line safe.</summary>
    internal string CleanBlock(string text) => SafeText.Block(_secrets.Scrub(text));

    private void Emit(string line)
    {
        _writer.Write(line);
        _writer.Write('\n');
        _writer.Flush();
    }
}
